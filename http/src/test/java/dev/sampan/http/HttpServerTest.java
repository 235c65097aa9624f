package dev.sampan.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpServerTest {
    @TempDir
    private Path directory;

    private Path socket;
    private HttpServer server;
    private final CountDownLatch interrupted = new CountDownLatch(1);

    @BeforeEach
    void start() throws IOException {
        socket = directory.resolve("s");
        server = new HttpServer(List.of(Listener.unix(socket)), this::handle).start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void handle(Exchange exchange) throws IOException {
        Response response = exchange.response();
        switch (exchange.path()) {
            case "/echo" -> response.write(exchange.body().readAllBytes());
            case "/head" -> response.write(exchange.method().getBytes(ISO_8859_1));
            case "/unread" -> response.status(404);
            case "/stream" -> {
                for (int i = 0; i < 3; i++) {
                    response.write(("line " + i + "\n").getBytes(ISO_8859_1));
                    response.flush();
                }
            }
            case "/endless" -> {
                byte[] block = new byte[64 << 10];
                while (true) {
                    response.write(block);
                }
            }
            case "/wait" -> waitForever(exchange);
            case "/hijack" -> hijack(exchange);
            default -> throw new IOException("no such test path: " + exchange.path());
        }
    }

    private void waitForever(Exchange exchange) throws IOException {
        exchange.interruptWhenClientLeaves();
        try {
            exchange.response().flush();
            TimeUnit.HOURS.sleep(1);
        } catch (InterruptedException | ClosedByInterruptException e) {
            interrupted.countDown();
        }
    }

    /** Answers after the client's half-close, so both directions must live on their own. */
    private static void hijack(Exchange exchange) throws IOException {
        Exchange.Duplex duplex =
                exchange.hijack("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
        byte[] all = duplex.input().readAllBytes();
        byte[] answer = ("got " + new String(all, ISO_8859_1)).getBytes(ISO_8859_1);
        duplex.wire().write(answer, 0, answer.length);
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    private static void send(SocketChannel client, String text) throws IOException {
        client.write(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
    }

    private static String readAll(SocketChannel client) throws IOException {
        var text = new StringBuilder();
        var buffer = ByteBuffer.allocate(8192);
        while (client.read(buffer) >= 0) {
            text.append(new String(buffer.array(), 0, buffer.position(), ISO_8859_1));
            buffer.clear();
        }
        return text.toString();
    }

    private String exchange(String request) throws IOException {
        try (SocketChannel client = connect()) {
            send(client, request);
            return readAll(client);
        }
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    @Test
    void aThreadThatCannotBeMadeCostsOneClientAndNotTheServer() throws IOException {
        var missing = new AtomicInteger(2);
        Path own = directory.resolve("few");
        ThreadFactory threads = task -> {
            if (missing.getAndDecrement() > 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return Thread.ofVirtual().unstarted(task);
        };
        try (var _ = new HttpServer(List.of(Listener.unix(own)), this::handle, threads).start()) {
            for (String expected : List.of("", "", "HTTP/1.1 200 OK")) {
                try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(own))) {
                    assertThat(answerOf(client)).startsWith(expected);
                }
            }
        }
        assertThat(missing).hasNegativeValue();
    }

    /** Empty where the server closes the connection with the request unread. */
    private static String answerOf(SocketChannel client) {
        try {
            send(client, "GET /head HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n");
            return readAll(client);
        } catch (IOException reset) {
            return "";
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInTurn() throws IOException {
        String answer = exchange("POST /echo HTTP/1.1\r\nHost: d\r\nContent-Length: 1\r\n\r\na"
                + "POST /echo HTTP/1.1\r\nHost: d\r\nContent-Length: 1\r\nConnection: close\r\n\r\nb");
        assertThat(answer.split("HTTP/1.1 200 OK", -1)).hasSize(3);
        assertThat(answer).endsWith("\r\n\r\nb");
    }

    @Test
    void anUnreadBodyDoesNotBecomeARequest() throws IOException {
        String answer = exchange("POST /unread HTTP/1.1\r\nHost: d\r\nContent-Length: 19\r\n\r\nGET /echo HTTP/1.1\r\n"
                + "GET /head HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 404").contains("HTTP/1.1 400 Bad Request");
        assertThat(answer.split("HTTP/1.1 ", -1)).hasSize(3);
    }

    @Test
    void aFlushedAnswerIsChunked() throws IOException {
        assertThat(exchange("GET /stream HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n"))
                .contains("Transfer-Encoding: chunked")
                .endsWith("\r\n\r\n7\r\nline 0\n\r\n7\r\nline 1\n\r\n7\r\nline 2\n\r\n0\r\n\r\n");
    }

    @Test
    void anOldClientGetsTheStreamWithoutChunks() throws IOException {
        assertThat(body(exchange("GET /stream HTTP/1.0\r\n\r\n"))).isEqualTo("line 0\nline 1\nline 2\n");
    }

    @Test
    void anAnswerToHeadHasNoBody() throws IOException {
        String answer = exchange("HEAD /head HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n");
        assertThat(answer).contains("Content-Length: 4\r\n").endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 1\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 1",
                "Content-Length: 1\r\nContent-Length: 2",
                "Content-Length: +1",
                "Content-Length: 0x1",
                "Content-Length: 1,1",
                "Content-Length : 1",
                "X: a\r\n folded: b",
                "X: a\rb",
                "X: a\0b",
            })
    void whatCouldSmuggleARequestIsRefused(String fields) throws IOException {
        assertThat(exchange("POST /echo HTTP/1.1\r\nHost: d\r\n" + fields + "\r\n\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 400 Bad Request");
    }

    @Test
    @org.junit.jupiter.api.Timeout(10)
    void trailersWithoutEndEndTheConnection() throws IOException {
        String body = "1\r\na\r\n0\r\n" + ("T: " + "x".repeat(1000) + "\r\n").repeat(100);
        try (SocketChannel client = connect()) {
            // No empty line ends them: without a bound the server would wait for more, and so would this.
            send(client, "POST /echo HTTP/1.1\r\nHost: d\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
            assertThat(readAll(client)).isEmpty();
        } catch (java.net.SocketException reset) {
            assertThat(reset).hasMessageMatching("Connection reset|Broken pipe");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"chunked, chunked", "identity", "xchunked", "gzip", "chunked\r\nTransfer-Encoding: chunked"})
    void onlyOneChunkedIsATransferEncoding(String value) throws IOException {
        assertThat(exchange("POST /echo HTTP/1.1\r\nHost: d\r\nTransfer-Encoding: " + value + "\r\n\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 501");
    }

    @Test
    void hijackKeepsBothDirectionsApart() throws IOException {
        try (SocketChannel client = connect()) {
            send(client, "POST /hijack HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\nearly ");
            send(client, "late");
            client.shutdownOutput();
            assertThat(readAll(client)).startsWith("HTTP/1.1 101 UPGRADED\r\n").endsWith("\r\n\r\ngot early late");
        }
    }

    @Test
    void aHandlerThatWaitsIsInterruptedWhenItsClientLeaves() throws Exception {
        SocketChannel client = connect();
        send(client, "GET /wait HTTP/1.1\r\nHost: d\r\n\r\n");
        client.read(ByteBuffer.allocate(1));
        client.close();
        assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aHandlerThatWritesEndsWhenItsClientLeaves() throws Exception {
        SocketChannel client = connect();
        send(client, "GET /endless HTTP/1.1\r\nHost: d\r\n\r\n");
        client.read(ByteBuffer.allocate(1 << 20));
        client.close();
        for (int i = 0; i < 500 && server.connections() > 0; i++) {
            Thread.sleep(10);
        }
        assertThat(server.connections()).isZero();
    }

    @Test
    void slowReadersAndIdleClientsDoNotStopTwoHundredOthers() throws Exception {
        var slow = new ArrayList<SocketChannel>();
        for (int i = 0; i < 20; i++) {
            SocketChannel client = connect();
            send(client, i % 2 == 0 ? "GET /endless HTTP/1.1\r\nHost: d\r\n\r\n" : "GET /hea");
            slow.add(client);
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<String>>();
            for (int i = 0; i < 200; i++) {
                String text = "client " + (100 + i);
                answers.add(threads.submit(() -> exchange(
                        "POST /echo HTTP/1.1\r\nHost: d\r\nContent-Length: 10\r\nConnection: close\r\n\r\n" + text)));
            }
            for (int i = 0; i < 200; i++) {
                assertThat(body(answers.get(i).get())).isEqualTo("client " + (100 + i));
            }
        }
        for (SocketChannel client : slow) {
            client.close();
        }
    }

    @Test
    void aStaleSocketFileIsReplacedAndALiveOneIsNot() throws IOException {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> Listener.unix(socket)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in use by another daemon");
        server.close();
        assertThat(Files.exists(socket)).isTrue();
        Listener.unix(socket).close();
    }
}
