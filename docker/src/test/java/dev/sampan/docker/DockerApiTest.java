package dev.sampan.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.api.version.ApiVersion;
import dev.sampan.http.HttpServer;
import dev.sampan.http.Listener;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class DockerApiTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "unable to create native thread: possibly out of memory or process/resource limits reached, pids.max",
        "Java heap space, more memory than the daemon has left",
    })
    void whatTheDaemonLacksIsNamed(String error, String told) throws Exception {
        Path socket = directory.resolve("s");
        var route = new Route("GET", "/lacking", call -> {
            throw new OutOfMemoryError(error);
        });
        var api = new DockerApi(List.of(route), ApiVersion.OLDEST, "Sampan");
        try (var _ = new HttpServer(List.of(Listener.unix(socket)), api).start();
                var client = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            client.write(
                    ByteBuffer.wrap("GET /lacking HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n".getBytes(UTF_8)));
            String answer = new String(Channels.newInputStream(client).readAllBytes(), UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 500 ").contains(told);
        }
    }
}
