package dev.sampan.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.sampan.engine.error.EngineException.NotFound;
import dev.sampan.engine.error.EngineException.SystemFailure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RemoteTarTest {

    @Test
    void whatIsNotFoundThereIsNotFoundHere() throws Exception {
        var there = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        there.createContext("/", exchange -> {
            byte[] text = "404 page not found\n".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(404, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
        there.start();
        try {
            String address = "http://127.0.0.1:" + there.getAddress().getPort() + "/x.tar";
            assertThatThrownBy(() -> RemoteTar.open(address))
                    .isInstanceOf(NotFound.class)
                    .hasMessage("failed to GET " + address + " with status 404 Not Found: 404 page not found");
        } finally {
            there.stop(0);
        }
    }

    /** Where none can be made, as with pids.max reached, the client's own executor leaves its caller waiting for ever. */
    @Test
    void aDownloadWaitsForNoPlatformThread() throws Exception {
        var there = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        there.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(new byte[1 << 20]);
            exchange.close();
        });
        there.start();
        try (var tar = RemoteTar.open("http://127.0.0.1:" + there.getAddress().getPort() + "/x.tar")) {
            assertThat(tar.readAllBytes()).hasSize(1 << 20);
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.matches("HttpClient-\\d+-Worker-\\d+"));
        } finally {
            there.stop(0);
        }
    }

    @Test
    void aRefusedConnectionSaysSo() throws Exception {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        String address = "http://127.0.0.1:" + free + "/x.tar";
        assertThatThrownBy(() -> RemoteTar.open(address))
                .isInstanceOf(SystemFailure.class)
                .hasMessage("Get \"" + address + "\": dial tcp 127.0.0.1:" + free + ": connect: connection refused");
    }

    @Test
    void aSchemeThatCannotBeIsAFailure() {
        assertThatThrownBy(() -> RemoteTar.open("ftp://host/x.tar"))
                .isInstanceOf(SystemFailure.class)
                .hasMessage("Get \"ftp://host/x.tar\": unsupported protocol scheme \"ftp\"");
    }
}
