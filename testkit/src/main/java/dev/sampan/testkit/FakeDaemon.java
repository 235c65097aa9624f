package dev.sampan.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A Unix socket that answers each request with the next of the given answers, byte for byte, and keeps what it was asked. */
public final class FakeDaemon implements AutoCloseable {
    private final ServerSocketChannel server;
    private final List<String> answers;
    private final UnixDomainSocketAddress address;
    public final List<String> requests = new CopyOnWriteArrayList<>();
    private int next;

    /** An answer that ends with {@code <close>} closes the connection after it. */
    public FakeDaemon(Path folder, String... answers) throws IOException {
        this.answers = List.of(answers);
        address = UnixDomainSocketAddress.of(folder.resolve("s"));
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(address);
        Thread.ofPlatform().daemon().start(this::serve);
    }

    public UnixDomainSocketAddress address() {
        return address;
    }

    public static String json(int status, String body) {
        return "HTTP/1.1 " + status + " X\r\nContent-Type: application/json\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    private void serve() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                Thread.ofPlatform().daemon().start(() -> answer(client));
            }
        } catch (IOException closed) {
            requests.add("closed");
        }
    }

    private void answer(SocketChannel client) {
        try (client) {
            while (true) {
                String request = read(client);
                if (request.isEmpty()) {
                    return;
                }
                requests.add(request);
                String answer;
                synchronized (this) {
                    answer = answers.get(next++);
                }
                client.write(ByteBuffer.wrap(answer.replace("<close>", "").getBytes(StandardCharsets.ISO_8859_1)));
                if (answer.endsWith("<close>")) {
                    return;
                }
            }
        } catch (IOException e) {
            requests.add("failed: " + e.getMessage());
        }
    }

    private static String read(SocketChannel client) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var one = ByteBuffer.allocate(4096);
        while (true) {
            if (client.read(one.clear()) <= 0) {
                return bytes.toString(StandardCharsets.UTF_8);
            }
            bytes.write(one.array(), 0, one.position());
            String text = bytes.toString(StandardCharsets.UTF_8);
            int head = text.indexOf("\r\n\r\n");
            if (head < 0) {
                continue;
            }
            String body = text.substring(head + 4);
            if (text.contains("Transfer-Encoding: chunked")
                    ? body.endsWith("0\r\n\r\n")
                    : body.getBytes(StandardCharsets.UTF_8).length >= length(text)) {
                return text;
            }
        }
    }

    private static int length(String text) {
        int at = text.indexOf("Content-Length: ");
        return at < 0 ? 0 : Integer.parseInt(text.substring(at + 16, text.indexOf('\r', at)));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
