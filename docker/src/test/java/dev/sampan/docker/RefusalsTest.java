package dev.sampan.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.api.version.ApiVersion;
import dev.sampan.engine.Engine;
import dev.sampan.engine.EngineOptions;
import dev.sampan.http.HttpServer;
import dev.sampan.http.Listener;
import dev.sampan.testkit.Own;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is refused, with Docker's status and text, over HTTP. Without the leak check of other tests for root: the JDK makes its
 * pollers of virtual threads when it first needs each.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalsTest {
    private Engine engine;
    private HttpServer server;
    private Path socket;

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "needs root");
        engine = Engine.open(EngineOptions.under(directory, Own.name("api")));
        socket = directory.resolve("s");
        var settings = new Routes.Settings(new ApiVersion("1.24"), "none", false);
        server = new HttpServer(List.of(Listener.unix(socket)), Routes.over(engine, settings)).start();
    }

    @AfterAll
    void close() {
        if (server == null) {
            return;
        }
        server.close();
        engine.networks().destroy();
        engine.cgroups().removeParent();
        engine.close();
    }

    private String answer(String method, String path, String body) throws IOException {
        String request =
                "%s %s HTTP/1.1\r\nHost: d\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                        .formatted(method, path, body.length(), body);
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "GET  | /networks/ | `` | 200 | \"Name\":\"bridge\"",
                "POST | /networks/create | {\"Name\": \"bridge\"} | 403 | operation is not permitted on predefined bridge network",
                "POST | /networks/x/connect | {bad | 400 | invalid JSON: invalid character 'b' looking for beginning of object key string",
                "POST | /networks/x/connect | {\"Container\": 1} | 400 | invalid JSON: json: cannot unmarshal number into Go struct field"
                        + " ConnectRequest.Container of type string",
                "POST | /networks/x/disconnect | {\"Force\": \"y\"} | 400 | invalid JSON: json: cannot unmarshal string into Go struct field"
                        + " DisconnectRequest.Force of type bool",
                "POST | /networks/x/connect | {} | 400 | invalid name or ID supplied",
                "POST | /commit?container=x | {\"Cmd\": 1} | 400 | invalid JSON: json: cannot unmarshal number into Go struct field"
                        + " Config.Cmd of type []string",
                "POST | /containers/x/start?checkpoint=../x | `` | 400 | Invalid checkpoint ID (../x), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed",
                "POST | /containers/x/start?checkpoint-dir=/tmp | `` | 403 | custom checkpointdir is not supported",
                "POST | /v1.43/containers/create | {\"Image\": \"a\", \"NetworkingConfig\": {\"EndpointsConfig\": {\"b\": {}, \"a\": {}}}} | 400"
                        + " | Container cannot be created with multiple network endpoints: a, b",
                "POST | /containers/create | {\"Cmd\": [\"a\"], \"HostConfig\": {\"VolumesFrom\": [\"missing\"]}} | 400 | No such container: missing",
                "POST | /containers/create | {\"Cmd\": [\"a\"], \"HostConfig\": {\"VolumesFrom\": [\"x:nope\"]}} | 400 | invalid mode: nope",
                "POST | /containers/create | {\"Cmd\": [\"a\"], \"HostConfig\": {\"StorageOpt\": {\"size\": \"1G\"}}} | 500"
                        + " | --storage-opt is supported only for overlay over xfs with 'pquota' mount option",
                "POST | /containers/create | {\"Cmd\": [\"a\"], \"NetworkingConfig\": {\"EndpointsConfig\": {\"bridge\": {\"IPAMConfig\":"
                        + " {\"LinkLocalIPs\": [\"169.254.1.1\"]}}}}} | 501 | link-local addresses",
                "POST | /containers/create | {\"Cmd\": [\"a\"], \"NetworkingConfig\": {\"EndpointsConfig\": {\"bridge\": {\"DriverOpts\":"
                        + " {\"com.docker.network.endpoint.ifname\": \"x\"}}}}} | 501 | com.docker.network.endpoint.ifname",
                "POST | /containers/create | {\"Cmd\": [\"a\"], \"HostConfig\": {\"Mounts\": [{\"Type\": \"image\", \"Source\": \"b\","
                        + " \"Target\": \"/x\"}]}} | 501 | mounts of type image",
                "POST | /containers/create | {\"Cmd\": [\"a\"], \"HostConfig\": {\"Mounts\": [{\"Type\": \"cluster\", \"Source\": \"b\","
                        + " \"Target\": \"/x\"}]}} | 400 | mount type unknown",
                "POST | /containers/create | {\"Cmd\": [\"a\"], \"HostConfig\": {\"Mounts\": [{\"Type\": \"volume\", \"Source\": \"vol\","
                        + " \"Target\": \"/x\", \"VolumeOptions\": {\"Subpath\": \"s\"}}]}} | 501 | volumes with a subpath",
                "POST | /containers/create | {\"Cmd\": [\"a\"], \"HostConfig\": {\"Mounts\": [{\"Type\": \"volume\", \"Source\": \"vol\","
                        + " \"Target\": \"/x\", \"VolumeOptions\": {\"DriverConfig\": {\"Options\": {\"a\": \"b\"}}}}]}} | 400 | create vol: invalid option",
                "POST | /images/create?fromSrc=ftp://127.0.0.1/x | `` | 500 | unsupported protocol scheme",
            })
    void areDockers(String method, String path, String body, int status, String text) throws IOException {
        assertThat(answer(method, path, body))
                .startsWith("HTTP/1.1 " + status + " ")
                .contains(text);
    }

    /** Also where none of them is a mount by its name, and before anything of the container is made. */
    @Test
    void moreMountsThanAPlanHoldsAreRefusedAtCreate() throws IOException {
        String tmpfs =
                IntStream.range(0, 8001).mapToObj(i -> "\"/t/" + i + "\": \"\"").collect(Collectors.joining(","));
        assertThat(answer(
                        "POST",
                        "/containers/create",
                        "{\"Cmd\": [\"a\"], \"HostConfig\": {\"Tmpfs\": {" + tmpfs + "}}}"))
                .startsWith("HTTP/1.1 400 ")
                .contains("a container has at most 8000 mounts and devices together, and this one asks for 8001");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "type: none, device: /usr, o: bind | {\"Binds\": [\"with-options:/x\"]}",
                "type: nfs, device: :/x, o: addr=h | {\"Mounts\": [{\"Type\": \"volume\", \"Source\": \"with-options\", \"Target\": \"/x\"}]}",
            })
    void aVolumeWithDriverOptionsIsNotTakenForAPlainDirectory(String options, String host) throws IOException {
        String json = options.replaceAll("(\\w+): ([^,]+)", "\"$1\": \"$2\"");
        assertThat(answer("POST", "/volumes/create", "{\"Name\": \"with-options\", \"DriverOpts\": {" + json + "}}"))
                .startsWith("HTTP/1.1 201 ");
        assertThat(answer("POST", "/containers/create", "{\"Cmd\": [\"a\"], \"HostConfig\": " + host + "}"))
                .startsWith("HTTP/1.1 501 ")
                .contains("volume with-options has driver options: they are not supported yet");
        assertThat(answer("DELETE", "/volumes/with-options", "")).startsWith("HTTP/1.1 204 ");
    }
}
