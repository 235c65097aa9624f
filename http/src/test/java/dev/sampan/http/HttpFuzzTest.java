package dev.sampan.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Invariant 9: whatever bytes arrive, the answer is HTTP or an end, the handler sees no more body than was sent, and life goes on. */
@Timeout(120)
class HttpFuzzTest {
    private static final int ROUNDS = 3000;
    private static final List<String> SEEDS = List.of(
            "GET /x?all=1 HTTP/1.1\r\nHost: d\r\n\r\n",
            "POST /v1.44/containers/create?name=a HTTP/1.1\r\nHost: d\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 19\r\n\r\n{\"Image\":\"busybox\"}",
            "POST /x HTTP/1.1\r\nHost: d\r\nTransfer-Encoding: chunked\r\n\r\n4;a=b\r\n{\"Na\r\n7\r\nme\":\"\"}\r\n0\r\nT: 1\r\n\r\n",
            "POST /x HTTP/1.1\r\nHost: d\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}",
            "GET http://d/%2e%2e/a%2Fb HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET / HTTP/1.0\r\n\r\n",
            "POST /x HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 0\r\n\r\n");

    private static final String[] PIECES = {
        "\r\n",
        "\r",
        "\n",
        "\r\n\r\n",
        " ",
        "\t",
        ":",
        "\0",
        "%",
        "%zz",
        "%00",
        "..",
        "//",
        "HTTP/1.1",
        "HTTP/9.9",
        "chunked",
        "Content-Length: 99999999999999999999\r\n",
        "Content-Length: 5\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Host: e\r\n",
        "ffffffffffffffff\r\n",
        "-1",
        "\u00ff",
        "Expect: x\r\n",
        "0\r\n\r\n"
    };

    @TempDir
    private Path directory;

    @Test
    void damagedRequestsAreAnsweredOrEnded() throws IOException {
        long seed = Long.getLong("sampan.seed", System.nanoTime());
        System.out.println("HttpFuzzTest: -Dsampan.seed=" + seed);
        var random = new Random(seed);
        var mostRead = new AtomicLong();
        Path socket = directory.resolve("s");
        try (var _ = new HttpServer(List.of(Listener.unix(socket)), exchange -> {
                    byte[] body = exchange.body().readNBytes(1 << 20);
                    mostRead.accumulateAndGet(body.length, Math::max);
                    exchange.response().write(exchange.cleanLocation().getBytes(ISO_8859_1));
                })
                .start()) {
            for (int round = 0; round < ROUNDS; round++) {
                byte[] request = damage(SEEDS.get(random.nextInt(SEEDS.size())), random);
                byte[] answer = exchange(socket, request);
                String text = new String(answer, ISO_8859_1);
                assertThat(text.isEmpty() || text.startsWith("HTTP/1.1 "))
                        .as("seed %d round %d: %s -> %s", seed, round, new String(request, ISO_8859_1), text)
                        .isTrue();
                assertThat(mostRead.getAndSet(0)).isLessThanOrEqualTo(request.length);
            }
            assertThat(new String(
                            exchange(socket, "GET /alive HTTP/1.1\r\nHost: d\r\n\r\n".getBytes(ISO_8859_1)),
                            ISO_8859_1))
                    .endsWith("/alive");
        }
    }

    private static byte[] damage(String seed, Random random) {
        var text = new StringBuilder(seed);
        for (int n = random.nextInt(4); n >= 0 && !text.isEmpty(); n--) {
            int at = random.nextInt(text.length());
            int to = Math.min(text.length(), at + random.nextInt(12));
            switch (random.nextInt(5)) {
                case 0 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
                case 1 -> text.delete(at, to);
                case 2 -> text.setCharAt(at, (char) random.nextInt(256));
                case 3 -> text.insert(at, text.substring(at, to));
                default -> text.setLength(Math.max(1, at));
            }
        }
        return text.toString().getBytes(ISO_8859_1);
    }

    /** Sends all, half-closes, and reads to the end; an answer that never ends fails by the test's timeout. */
    private static byte[] exchange(Path socket, byte[] request) throws IOException {
        var answer = new ByteArrayOutputStream();
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            try {
                client.write(ByteBuffer.wrap(request));
                client.shutdownOutput();
                var buffer = ByteBuffer.allocate(8192);
                while (client.read(buffer) >= 0) {
                    answer.write(buffer.array(), 0, buffer.position());
                    buffer.clear();
                }
            } catch (IOException e) {
                // refused early: what was answered until then counts
                return answer.toByteArray();
            }
        }
        return answer.toByteArray();
    }
}
