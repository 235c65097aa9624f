package dev.sampan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.testkit.FakeDaemon;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String line) {
        var program = new Program(
                "sampan",
                InputStream.nullInputStream(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of("DOCKER_HOST", "unix://" + folder.resolve("s")));
        return Main.run(program, List.of(line.split(" ")));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void runEndsWithTheCommandsStatusAndItsOutputApart() throws IOException {
        try (var daemon = new FakeDaemon(
                folder,
                FakeDaemon.json(201, "{\"Id\":\"abc\",\"Warnings\":[\"careful\"]}"),
                "HTTP/1.1 101 UPGRADED\r\n\r\n\1\0\0\0\0\0\0\3out\2\0\0\0\0\0\0\3err<close>",
                FakeDaemon.json(200, "{\"StatusCode\":7}"),
                "HTTP/1.1 204 No Content\r\n\r\n")) {
            assertThat(run("run --sig-proxy=false --name x busybox false")).isEqualTo(7);
            assertThat(out()).isEqualTo("out");
            assertThat(err()).isEqualTo("WARNING: careful\nerr");
            assertThat(daemon.requests)
                    .extracting(request -> request.substring(0, request.indexOf(" HTTP")))
                    .containsExactly(
                            "POST /containers/create?name=x",
                            "POST /containers/abc/attach?stderr=1&stdout=1&stream=1",
                            "POST /containers/abc/wait?condition=next-exit",
                            "POST /containers/abc/start");
        }
    }

    @Test
    void aFailedStartIs127WhenTheCommandIsNotFound() throws IOException {
        try (var daemon = new FakeDaemon(
                folder,
                FakeDaemon.json(201, "{\"Id\":\"abc\"}"),
                FakeDaemon.json(400, "{\"message\":\"exec: \\\"x\\\": executable file not found in $PATH\"}"))) {
            assertThat(run("run -d busybox x")).isEqualTo(127);
            assertThat(out()).isEqualTo("abc\n");
            assertThat(err())
                    .isEqualTo("sampan: Error response from daemon: exec: \"x\": executable file not found in $PATH\n\n"
                            + "Run 'sampan run --help' for more information\n");
            assertThat(daemon.requests).hasSize(2);
        }
    }

    @Test
    void aMissingObjectIsReportedAfterTheOthers() throws IOException {
        try (var daemon = new FakeDaemon(
                folder,
                FakeDaemon.json(404, "{\"message\":\"No such container: x\"}"),
                "HTTP/1.1 204 No Content\r\n\r\n")) {
            assertThat(run("stop -t 3 x y")).isEqualTo(1);
            assertThat(out()).isEqualTo("y\n");
            assertThat(err()).isEqualTo("Error response from daemon: No such container: x\n");
            assertThat(daemon.requests.getFirst()).startsWith("POST /containers/x/stop?t=3 ");
        }
    }

    @Test
    void containersAreListedAsDockerDoes() throws IOException {
        String list =
                "[{\"Id\":\"0123456789abcdef\",\"Names\":[\"/n\"],\"Image\":\"busybox\",\"ImageID\":\"sha256:1\",\"Command\":\"sleep 1\","
                        + "\"Created\":1,\"State\":\"running\",\"Status\":\"Up 2 minutes\",\"Ports\":[],\"Labels\":{\"a\":\"b\"}}]";
        try (var daemon = new FakeDaemon(
                folder, FakeDaemon.json(200, list), FakeDaemon.json(200, list), FakeDaemon.json(200, list))) {
            assertThat(run("ps --format {{.ID}}:{{.Names}}")).isZero();
            assertThat(run("ps")).isZero();
            assertThat(run("ps -aq --filter status=running")).isZero();
            assertThat(out())
                    .startsWith("0123456789ab:n\n"
                            + "CONTAINER ID   IMAGE     COMMAND     CREATED        STATUS         PORTS     NAMES\n"
                            + "0123456789ab   busybox   \"sleep 1\"   ");
            assertThat(out()).endsWith("   Up 2 minutes             n\n0123456789ab\n");
            assertThat(daemon.requests.get(2))
                    .startsWith("GET /containers/json?all=1&filters=%7B%22status%22:%7B%22running%22:true%7D%7D ");
        }
    }

    @Test
    void versionTellsTheClientEvenWithoutADaemon() {
        assertThat(run("version")).isEqualTo(1);
        assertThat(out()).startsWith("Client: sampan\n Version:          0.1.0\n");
        assertThat(err()).startsWith("Cannot connect to the Docker daemon at unix://");
    }

    @Test
    void faultsOfUsageNameTheCommand() {
        assertThat(run("nosuch")).isEqualTo(1);
        assertThat(err()).startsWith("sampan: unknown command: sampan nosuch\n");
        assertThat(run("rename a")).isEqualTo(1);
        assertThat(err())
                .contains("sampan: 'sampan rename' requires 2 arguments\n\nUsage:  sampan rename CONTAINER NEW_NAME\n");
        assertThat(run("run --nosuch x")).isEqualTo(125);
        assertThat(err()).contains("unknown flag: --nosuch\n\nUsage:  sampan run [OPTIONS] IMAGE [COMMAND] [ARG...]\n");
    }

    @Test
    void everyVerbHasHelpAndCompletion() {
        assertThat(run("help")).isZero();
        for (Verbs.Section section : Verbs.SECTIONS) {
            for (String word : section.words()) {
                assertThat(run(word + " --help")).as(word).isZero();
            }
        }
        for (String group : List.of("container", "image", "network", "system")) {
            for (String member : Verbs.members(group)) {
                assertThat(run(group + " " + member + " --help")).as(member).isZero();
            }
        }
        for (String shell : List.of("bash", "zsh", "fish")) {
            assertThat(run("completion " + shell)).isZero();
        }
        assertThat(out()).contains("complete -o default -F _sampan sampan").contains("complete -c sampan -f");
        assertThat(err()).isEmpty();
    }
}
