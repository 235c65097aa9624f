package dev.sampan.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.api.container.ContainerCreateRequest;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Invariant 9: whatever a body holds, it becomes a request or a MalformedJson with a short message, in bounded time. */
@Timeout(60)
class JsonFuzzTest {
    private static final int ROUNDS = 20_000;
    private static final String SEED =
            "{\"Image\":\"busybox\",\"Cmd\":[\"sh\",\"-c\",\"echo\"],\"Env\":[\"A=1\"],\"Tty\":false,"
                    + "\"Labels\":{\"a\":\"b\"},\"ExposedPorts\":{\"80/tcp\":{}},\"HostConfig\":{\"Memory\":1024,\"Binds\":[\"/a:/b\"],"
                    + "\"PortBindings\":{\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"8080\"}]},\"Mounts\":[{\"Type\":\"bind\"}],"
                    + "\"Ulimits\":[{\"Name\":\"nofile\",\"Soft\":1}]},\"NetworkingConfig\":{\"EndpointsConfig\":{\"n\":{}}}}";
    private static final String[] PIECES = {
        "{",
        "}",
        "[",
        "]",
        "\"",
        ":",
        ",",
        "null",
        "true",
        "1e999",
        "-0",
        "99999999999999999999",
        "\\u0000",
        "\\ud800",
        "\0",
        "\u00ff",
        "[[[[",
        "{\"a\":",
        "1.5",
        "\"\""
    };

    @Test
    void damagedBodiesAreReadOrRefused() {
        long seed = Long.getLong("sampan.seed", System.nanoTime());
        System.out.println("JsonFuzzTest: -Dsampan.seed=" + seed);
        var random = new Random(seed);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] body = damage(random);
            try {
                Json.readBody(body, ContainerCreateRequest.class);
            } catch (MalformedJson e) {
                refused++;
                assertThat(e.getMessage().length())
                        .as("seed %d round %d: %s", seed, round, e.getMessage())
                        .isLessThan(1000);
            }
        }
        assertThat(refused).isBetween(ROUNDS / 10, ROUNDS);
    }

    private static byte[] damage(Random random) {
        var text = new StringBuilder(SEED);
        for (int n = random.nextInt(4); n >= 0; n--) {
            int at = random.nextInt(text.length());
            int to = Math.min(text.length(), at + random.nextInt(10));
            switch (random.nextInt(4)) {
                case 0 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
                case 1 -> text.replace(at, to, PIECES[random.nextInt(PIECES.length)]);
                case 2 -> text.setCharAt(at, (char) random.nextInt(256));
                default -> text.setLength(Math.max(1, at));
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
