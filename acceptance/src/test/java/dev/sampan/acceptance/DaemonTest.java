package dev.sampan.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What only a daemon's own process shows: its limits, its end. */
@NeedsRoot
@Timeout(120)
class DaemonTest {

    private static final int MOST_FILES = 200;

    @TempDir
    Path directory;

    /** The JVM opens a socket for its own use at the first one that is closed. */
    @BeforeAll
    static void warm() throws IOException {
        SocketChannel.open(StandardProtocolFamily.UNIX).close();
    }

    private static String log(DaemonProcess daemon, String id) throws IOException {
        daemon.exchange("POST", "/containers/" + id + "/wait", "");
        return daemon.exchange("GET", "/containers/" + id + "/logs?stdout=1&stderr=1", "");
    }

    /** The daemon itself may have as many as it can. */
    @Test
    void containersMayHaveAsManyOpenFilesAsItWasStartedWith() throws Exception {
        try (var daemon = new DaemonProcess(directory, "ulimit -Sn 777; ulimit -Hn 5000")) {
            assertThat(Files.readString(Path.of("/proc/" + daemon.process().pid() + "/limits")))
                    .containsPattern("Max open files +5000 +5000 ");
            assertThat(log(daemon, daemon.start("ulimit -Sn; ulimit -Hn")))
                    .contains("777\n")
                    .contains("5000\n");
        }
    }

    /**
     * With none left, with one, and so on, until there are enough. HTTP is left before the process is started, so that only the stream is
     * left to tell it in, as in Docker.
     */
    @Test
    void anExecStartForWhichDescriptorsLackSaysSo() throws Exception {
        try (var daemon = new DaemonProcess(directory, "ulimit -n " + MOST_FILES)) {
            String id = daemon.start("/bin/busybox sleep 1000");
            try (var first = daemon.connect()) {
                assertThat(started(first, exec(daemon, id))).contains("ran\n"); // and the JVM has loaded what it takes
            }
            Path open = Path.of("/proc/" + daemon.process().pid() + "/fd");
            var execs = new ArrayList<String>();
            var answers = new ArrayList<String>();
            for (int i = 0; i < 30; i++) {
                execs.add(exec(daemon, id));
            }
            try (var clients = new Clients(daemon, open)) {
                for (int free = 0; free < execs.size(); free++) {
                    clients.awaitFree(free);
                    try (var client = clients.next()) {
                        answers.add(started(client, execs.get(free)));
                    }
                }
            }
            assertThat(answers.getFirst()).contains("too many open files");
            assertThat(answers.getLast()).contains("ran\n");
            for (int i = 0; i < execs.size(); i++) {
                boolean ran = answers.get(i).contains("ran\n");
                if (!ran) {
                    assertThat(answers.get(i)).as(i + " free").contains("too many open files");
                }
                assertThat(daemon.exchange("GET", "/exec/" + execs.get(i) + "/json", ""))
                        .as(i + " free")
                        .contains("\"Running\":false", "\"ExitCode\":" + (ran ? 0 : 128));
            }
        }
    }

    /** As many as the daemon can have: each that leaves gives one descriptor back. */
    private record Clients(Path open, Deque<SocketChannel> connected) implements AutoCloseable {

        Clients(DaemonProcess daemon, Path open) throws IOException {
            this(open, new ArrayDeque<>());
            while (count() < MOST_FILES) {
                var client = daemon.connect();
                connected.add(client);
                DaemonProcess.send(client, "GET", "/_ping", "");
                client.read(ByteBuffer.allocate(1000)); // it is not only in the backlog
            }
        }

        private long count() throws IOException {
            try (var entries = Files.list(open)) {
                return entries.count();
            }
        }

        void awaitFree(int descriptors) throws IOException, InterruptedException {
            while (count() > MOST_FILES - descriptors) {
                Thread.sleep(1); // there is no event for what another process closes
            }
        }

        SocketChannel next() {
            return connected.remove();
        }

        @Override
        public void close() throws IOException {
            for (var client : connected) {
                client.close();
            }
        }
    }

    private static String started(SocketChannel client, String exec) throws IOException {
        DaemonProcess.send(client, "POST", "/exec/" + exec + "/start", "{}");
        return DaemonProcess.rest(client);
    }

    private static String exec(DaemonProcess daemon, String container) throws IOException {
        return daemon.create(
                "/containers/" + container + "/exec",
                "{\"Cmd\": [\"/bin/busybox\", \"echo\", \"ran\"], \"AttachStdout\": true, \"AttachStderr\": true}");
    }

    /** Each of a kind that was seen to read, or to send, no more. */
    @Test
    void endsThoughItsClientsStall() throws Exception {
        try (var daemon = new DaemonProcess(directory, "true")) {
            String id = daemon.start("/bin/busybox yes");
            String deaf = daemon.start("/bin/busybox sleep 1000");
            var clients = new ArrayList<SocketChannel>();
            try {
                for (var path : List.of(
                        "GET /containers/" + id + "/export",
                        "GET /containers/" + id + "/logs?follow=1&stdout=1",
                        "POST /containers/" + id + "/attach?stream=1&stdout=1",
                        "POST /containers/" + deaf + "/attach?stream=1&stdin=1",
                        "POST /containers/" + deaf + "/wait",
                        "GET /events",
                        "GET /images/busybox/get")) {
                    var client = daemon.connect();
                    clients.add(client);
                    String[] words = path.split(" ");
                    DaemonProcess.send(client, words[0], words[1], "");
                }
                clients.add(half(
                        daemon, "POST /images/load HTTP/1.1\r\nHost: d\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"));
                clients.add(half(
                        daemon,
                        "POST /containers/create HTTP/1.1\r\nHost: d\r\nContent-Type: application/json\r\n"
                                + "Content-Length: 1000\r\n\r\n{"));
                clients.add(half(daemon, "GET /info HTTP/1.1\r\nHo"));
                stuff(clients.get(3));
                for (int output : new int[] {0, 1, 2, 6}) {
                    assertThat(clients.get(output).read(ByteBuffer.allocate(1))).isEqualTo(1);
                }
                Thread.sleep(1000); // the buffers on the way are full by then
                assertThat(daemon.terminated(Duration.ofSeconds(8))).isTrue();
            } finally {
                for (var client : clients) {
                    client.close();
                }
            }
            assertThat(daemon.socket()).doesNotExist();
        }
    }

    private static SocketChannel half(DaemonProcess daemon, String text) throws IOException {
        var client = daemon.connect();
        client.write(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
        return client;
    }

    /** Input that its process does not read, until nobody on the way takes more. */
    private static void stuff(SocketChannel client) throws IOException, InterruptedException {
        client.configureBlocking(false);
        var chunk = ByteBuffer.allocate(64 << 10);
        for (int refused = 0; refused < 10; TimeUnit.MILLISECONDS.sleep(10)) {
            chunk.clear();
            refused = client.write(chunk) == 0 ? refused + 1 : 0;
        }
    }

    /** The first two go to the container, which takes them and goes on. */
    @Test
    void theThirdTerminationEndsTheCommandThatRunsAContainer() throws Exception {
        try (var daemon = new DaemonProcess(directory, "true")) {
            var command = daemon.command(
                    "run",
                    "--net",
                    "none",
                    "busybox",
                    "/bin/busybox",
                    "sh",
                    "-c",
                    "trap 'echo taken' TERM; echo up; while :; do /bin/busybox sleep 0.05; done");
            try (var output = command.inputReader()) {
                assertThat(output.readLine()).isEqualTo("up");
                for (int i = 0; i < 2; i++) {
                    terminate(command);
                    assertThat(output.readLine()).isEqualTo("taken");
                }
                terminate(command);
                assertThat(command.waitFor(10, TimeUnit.SECONDS)).isTrue();
                assertThat(command.exitValue()).isEqualTo(1);
                assertThat(command.errorReader().readAllAsString())
                        .contains("got 3 SIGTERM/SIGINTs, forcefully exiting");
            } finally {
                command.destroyForcibly();
            }
        }
    }

    /** Process.destroy closes what we read from it, too. */
    private static void terminate(Process command) {
        command.toHandle().destroy();
    }
}
