package dev.sampan.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.testkit.FakeDaemon;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTest {
    @TempDir
    Path folder;

    private static String text(Response response) throws IOException {
        return new String(response.bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void aConnectionCarriesOneRequestAfterTheOther() throws IOException {
        String chunked =
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: x\r\n\r\n";
        try (var daemon =
                new FakeDaemon(folder, chunked, FakeDaemon.json(200, "{\"a\":1}"), "HTTP/1.1 204 No Content\r\n\r\n")) {
            var api = new Api(daemon.address(), "1.45");
            assertThat(text(api.get("/a?b=c"))).isEqualTo("abcde");
            assertThat(api.post("/b", Map.of("x", "y")).object()).isEqualTo(Map.of("a", 1L));
            api.delete("/c").close();
            assertThat(daemon.requests.get(0)).startsWith("GET /v1.45/a?b=c HTTP/1.1\r\nHost: sampan\r\n");
            assertThat(daemon.requests.get(1)).startsWith("POST /v1.45/b ").endsWith("\r\n\r\n{\"x\":\"y\"}");
            assertThat(daemon.requests).hasSize(3);
        }
    }

    @Test
    void aBodyWithoutLengthEndsWithTheConnection() throws IOException {
        try (var daemon = new FakeDaemon(folder, "HTTP/1.1 200 OK\r\n\r\nall of it<close>")) {
            assertThat(text(new Api(daemon.address(), "").get("/"))).isEqualTo("all of it");
        }
    }

    @Test
    void anErrorIsTheDaemonsMessage() throws IOException {
        try (var daemon = new FakeDaemon(
                folder,
                FakeDaemon.json(404, "{\"message\":\"No such container: x\"}"),
                FakeDaemon.json(500, "plain"))) {
            var api = new Api(daemon.address(), "");
            assertThatThrownBy(() -> api.get("/x")).isInstanceOfSatisfying(ApiException.class, e -> {
                assertThat(e.status()).isEqualTo(404);
                assertThat(e.fromDaemon()).isEqualTo("Error response from daemon: No such container: x");
            });
            assertThatThrownBy(() -> api.get("/x")).hasMessage("plain");
        }
    }

    @Test
    void aStreamIsSentInChunks() throws IOException {
        try (var daemon = new FakeDaemon(folder, FakeDaemon.json(200, "{}"))) {
            var body = new ByteArrayInputStream("tar".getBytes(StandardCharsets.US_ASCII));
            new Api(daemon.address(), "")
                    .post("/images/load", body, "application/x-tar")
                    .close();
            assertThat(daemon.requests.getFirst())
                    .contains("Transfer-Encoding: chunked")
                    .endsWith("\r\n\r\n3\r\ntar\r\n0\r\n\r\n");
        }
    }

    @Test
    void aHijackedConnectionIsSplitIntoOutputAndError() throws IOException {
        String head = "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.multiplexed-stream\r\n\r\n";
        try (var daemon =
                new FakeDaemon(folder, head + "\1\0\0\0\0\0\0\3out\2\0\0\0\0\0\0\3err\1\0\0\0\0\0\0\1!<close>")) {
            var out = new ByteArrayOutputStream();
            var err = new ByteArrayOutputStream();
            try (Hijacked streams = new Api(daemon.address(), "").hijack("/containers/x/attach", null)) {
                streams.copyTo(false, out, err);
            }
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("out!");
            assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("err");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0\r\n\r\n",
                "HTTP/1.1 999 X\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab",
            })
    void aBrokenAnswerIsAnErrorAndNeverHalfAResult(String answer) throws IOException {
        try (var daemon = new FakeDaemon(folder, answer + "<close>")) {
            assertThatThrownBy(() -> new Api(daemon.address(), "").get("/").bytes())
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aHeadHasABound() throws IOException {
        try (var daemon = new FakeDaemon(folder, "HTTP/1.1 200 OK\r\nA: " + "x".repeat(70_000) + "<close>")) {
            assertThatThrownBy(() -> new Api(daemon.address(), "").get("/")).hasMessageContaining("65536");
        }
    }

    @Test
    void damagedAnswersEndInAnErrorOrAnAnswer() throws IOException {
        long seed = System.nanoTime();
        var random = new Random(seed);
        String whole =
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{}\n\r\n0\r\n\r\n";
        for (int round = 0; round < 200; round++) {
            var damaged = new StringBuilder(whole);
            for (int i = random.nextInt(3); i >= 0; i--) {
                damaged.setCharAt(random.nextInt(damaged.length()), (char) random.nextInt(256));
            }
            Path own = java.nio.file.Files.createDirectory(folder.resolve("r" + round));
            try (var daemon = new FakeDaemon(own, damaged + "<close>")) {
                new Api(daemon.address(), "").get("/").json();
            } catch (IOException | ApiException expected) {
                assertThat(expected).isNotNull();
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + damaged, e);
            }
        }
    }
}
