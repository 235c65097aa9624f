package dev.sampan.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Exercises the command once against canned answers, so that the JVM's start-up cache holds what usual commands load. Run by
 * build-support/dist.sh at build time; needs no daemon and no root.
 */
public final class Training {
    private static final String ID = "0123456789abcdef".repeat(4);
    private static final String CONTAINER = """
        {"Id":"ID","Names":["/a"],"Image":"hello","ImageID":"sha256:ID","Command":"sh","Created":1795253668,"State":"running",
        "Status":"Up 3 seconds","Ports":[{"IP":"0.0.0.0","PrivatePort":80,"PublicPort":8080,"Type":"tcp"}],"Labels":{"a":"b"},
        "NetworkSettings":{"Networks":{"bridge":{}}},"Mounts":[],"Config":{"Tty":false},"State":{"Running":true},"HostConfig":{}}
        """.replace("ID", ID);

    private Training() {}

    /** Prints what failed, and its status tells. */
    public static void main(String[] arguments) throws IOException {
        // What main() does before run().
        Arguments.environment();
        Arguments.decoded(new String[] {"\uFFFD"});
        Path folder = Files.createTempDirectory("sampan-training");
        Path socket = folder.resolve("s");
        int failures = 0;
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket), 64);
            Thread thread = new Thread(() -> serve(server));
            thread.setDaemon(true);
            thread.start();
            for (String line : List.of(
                    "version",
                    "ps -a",
                    "ps -a --format {{.ID}}:{{.Names}}",
                    "images",
                    "inspect a",
                    "inspect -f {{.State.Running}} a",
                    "run --rm -e A=b -p 80:80 -v /a:/b -m 64m hello true",
                    "run -d --name x hello",
                    "start a",
                    "stop -t 1 a",
                    "rm -f a",
                    "logs a",
                    "exec a true",
                    "info",
                    "kill a",
                    "wait a",
                    "explain a",
                    "--help",
                    "run --help",
                    "nosuch",
                    "run --nosuch",
                    "network ls")) {
                var out = new ByteArrayOutputStream();
                var print = new PrintStream(out, true, StandardCharsets.UTF_8);
                var program = new Program(
                        "sampan",
                        new ByteArrayInputStream(new byte[0]),
                        print,
                        print,
                        Map.of("DOCKER_HOST", "unix://" + socket));
                int status = Main.run(program, List.of(line.split(" ")));
                if (status != 0 && !line.contains("nosuch")) {
                    failures++;
                    System.err.println(line + ": " + out.toString(StandardCharsets.UTF_8));
                }
            }
        } finally {
            Files.deleteIfExists(socket);
            Files.deleteIfExists(folder);
        }
        System.exit(failures == 0 ? 0 : 1);
    }

    private static void serve(ServerSocketChannel server) {
        try {
            while (true) {
                SocketChannel client = server.accept();
                Thread thread = new Thread(() -> answer(client));
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException closed) {
            // The end of training.
            return;
        }
    }

    /** Every request fits one read here: they are small and come one at a time. */
    private static void answer(SocketChannel client) {
        var buffer = ByteBuffer.allocate(1 << 16);
        try (client) {
            while (client.read(buffer.clear()) > 0) {
                String request = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
                String path = request.split(" ")[1];
                if (request.contains("Upgrade: tcp")) {
                    String frame = "\1\0\0\0\0\0\0\2hi";
                    write(client, "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n" + frame);
                    return;
                }
                String body = body(path);
                write(
                        client,
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + Integer.toHexString(body.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + body
                                + "\r\n0\r\n\r\n");
            }
        } catch (IOException ended) {
            // The command has closed its connection.
            return;
        }
    }

    private static void write(SocketChannel client, String text) throws IOException {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
    }

    private static String body(String path) {
        if (path.contains("/containers/json") || path.startsWith("/networks")) {
            return "[" + CONTAINER + "]";
        }
        if (path.contains("/images/json")) {
            return "[{\"Id\":\"sha256:" + ID
                    + "\",\"RepoTags\":[\"hello:latest\"],\"Created\":1795253668,\"Size\":1000}]";
        }
        if (path.contains("/logs")) {
            return "\1\0\0\0\0\0\0\2hi";
        }
        if (path.contains("/wait")) {
            return "{\"StatusCode\":0}";
        }
        if (path.contains("/version")) {
            return "{\"Platform\":{\"Name\":\"Sampan\"},\"Components\":[{\"Name\":\"Engine\",\"Version\":\"1\",\"Details\":{\"ApiVersion\":\"1\"}}]}";
        }
        return CONTAINER;
    }
}
