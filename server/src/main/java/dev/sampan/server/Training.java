package dev.sampan.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the daemon and asks of it what clients usually ask, often enough that the JVM's start-up cache knows which methods are worth
 * compiling at once. Run as root by build-support/train-daemon.sh, in a network namespace of its own, with the daemon's arguments; the
 * socket is the only {@code -H}.
 */
public final class Training {
    private static final int CYCLES = 40;
    private static final Pattern ID = Pattern.compile("\"Id\":\"([0-9a-f]{64})\"");
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");

    private final Path socket;

    private Training(Path socket) {
        this.socket = socket;
    }

    /** Its status tells whether everything was answered well. */
    public static void main(String[] arguments) {
        Thread.ofPlatform().daemon().name("daemon").start(() -> Daemon.main(arguments));
        Path socket = Path.of(
                List.of(arguments).get(List.of(arguments).indexOf("-H") + 1).substring("unix://".length()));
        int status = 0;
        try {
            awaitDaemon(socket);
            new Training(socket).run();
        } catch (IOException | InterruptedException | RuntimeException e) {
            e.printStackTrace();
            status = 1;
        }
        System.exit(status);
    }

    /** For ever, where the daemon does not come: whoever runs this has a limit. */
    private static void awaitDaemon(Path socket) throws InterruptedException {
        while (true) {
            try (var api = new Connection(socket)) {
                api.ask("GET", "/_ping", "");
                return;
            } catch (IOException notYet) {
                Thread.sleep(10);
            }
        }
    }

    private void run() throws IOException {
        try (var api = new Connection(socket)) {
            for (String path :
                    List.of("version", "info", "images/json", "networks", "events?since=1&until=2", "system/df")) {
                api.ask("GET", "/v1.56/" + path, "");
            }
            for (int i = 0; i < CYCLES; i++) {
                for (String network : List.of("none", "bridge")) {
                    String id = created(api, "\"Image\":\"hello\"", network, "");
                    if (i % 2 == 0) {
                        attached(api, id);
                    } else {
                        api.ask("POST", "/containers/" + id + "/start", "");
                        api.ask("POST", "/v1.41/containers/" + id + "/wait", "");
                    }
                    api.ask("GET", "/containers/json?all=1", "");
                    api.ask("GET", "/containers/" + id + "/json", "");
                    api.ask("GET", "/containers/" + id + "/logs?stdout=1&stderr=1", "");
                    api.ask("DELETE", "/containers/" + id + "?force=1", "");
                }
            }
            executions(api);
        }
    }

    /** As {@code docker run} does it: attach, wait for the end on another connection, start. */
    private void attached(Connection api, String id) throws IOException {
        try (var stream = new Connection(socket);
                var wait = new Connection(socket)) {
            stream.upgrade("/v1.51/containers/" + id + "/attach?stderr=1&stdout=1&stream=1", "");
            wait.send("POST", "/v1.51/containers/" + id + "/wait?condition=next-exit", "");
            api.ask("POST", "/v1.51/containers/" + id + "/start", "");
            wait.answer();
            stream.drain();
        }
    }

    /** In a container on the host's own root, which has the programs that the small image lacks. */
    private void executions(Connection api) throws IOException {
        String id = created(
                api,
                "\"Cmd\":[\"sleep\",\"600\"]",
                "none",
                ",\"Init\":true,\"PortBindings\":{},\"Annotations\":{\"dev.sampan.rootfs\":\"/\"}");
        api.ask("POST", "/containers/" + id + "/start", "");
        for (int i = 0; i < CYCLES; i++) {
            String exec = id(api.ask(
                    "POST",
                    "/v1.51/containers/" + id + "/exec",
                    "{\"AttachStdout\":true,\"AttachStderr\":true,\"Cmd\":[\"true\"]}"));
            try (var stream = new Connection(socket)) {
                stream.upgrade("/v1.51/exec/" + exec + "/start", "{\"Detach\":false,\"Tty\":false}");
                stream.drain();
            }
            api.ask("GET", "/v1.51/exec/" + exec + "/json", "");
        }
        api.ask("POST", "/containers/" + id + "/stop?t=0", "");
        api.ask("DELETE", "/containers/" + id, "");
    }

    private static String created(Connection api, String config, String network, String host) throws IOException {
        return id(api.ask(
                "POST",
                "/v1.51/containers/create",
                "{" + config
                        + ",\"AttachStdout\":true,\"AttachStderr\":true,\"Env\":[\"A=b\"],\"HostConfig\":{\"NetworkMode\":\""
                        + network + "\"" + host + "},\"NetworkingConfig\":{\"EndpointsConfig\":{}}}"));
    }

    private static String id(String answer) {
        Matcher id = ID.matcher(answer);
        if (!id.find()) {
            throw new IllegalStateException("no id in " + answer);
        }
        return id.group(1);
    }

    /** One connection to the daemon's socket, one request after the other. */
    private static final class Connection implements AutoCloseable {
        private final SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        private final InputStream in;

        Connection(Path socket) throws IOException {
            channel.connect(UnixDomainSocketAddress.of(socket));
            in = new BufferedInputStream(Channels.newInputStream(channel));
        }

        String ask(String method, String path, String body) throws IOException {
            send(method, path, body);
            return answer();
        }

        void send(String method, String path, String body) throws IOException {
            write(method, path, body, "");
        }

        void upgrade(String path, String body) throws IOException {
            write("POST", path, body, "Connection: Upgrade\r\nUpgrade: tcp\r\n");
            String head = head();
            if (!head.startsWith("HTTP/1.1 101 ")) {
                throw new IOException(path + ": " + head);
            }
        }

        private void write(String method, String path, String body, String headers) throws IOException {
            String request = method + " " + path + " HTTP/1.1\r\nHost: sampan\r\nUser-Agent: training\r\n" + headers
                    + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
            var bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        String answer() throws IOException {
            String head = head();
            var body = new ByteArrayOutputStream();
            Matcher length = LENGTH.matcher(head);
            if (length.find()) {
                body.write(in.readNBytes(Integer.parseInt(length.group(1))));
            } else if (head.contains("chunked")) {
                for (int size = chunk(); size > 0; size = chunk()) {
                    body.write(in.readNBytes(size));
                    line();
                }
                line();
            }
            if (head.charAt("HTTP/1.1 ".length()) != '2') {
                throw new IOException(head + body);
            }
            return body.toString(StandardCharsets.UTF_8);
        }

        private int chunk() throws IOException {
            return Integer.parseInt(line(), 16);
        }

        private String head() throws IOException {
            var head = new StringBuilder();
            for (String line = line(); !line.isEmpty(); line = line()) {
                head.append(line).append('\n');
            }
            return head.toString();
        }

        private String line() throws IOException {
            var line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new EOFException("in the middle of an answer: " + line);
                }
                if (c != '\r') {
                    line.append((char) c);
                }
            }
            return line.toString();
        }

        void drain() throws IOException {
            in.readAllBytes();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
