package dev.sampan.engine.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.engine.testing.TarBuilder;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/**
 * Invariant 9 for tar and its packings: whatever the bytes, reading ends with entries or an IOException, within its bounds. Prints its seed;
 * -Dsampan.seed=N repeats a run.
 */
class TarFuzzTest {

    private static final Duration TIME = Duration.ofSeconds(3);
    private static final TarLimits LIMITS = new TarLimits(1000, 10 << 20, 64 << 10);

    @Test
    void damagedTarsEndInEntriesOrAnError() throws IOException {
        long seed = Long.getLong("sampan.seed", System.nanoTime());
        System.out.println("TarFuzzTest seed " + seed);
        var random = new Random(seed);
        List<byte[]> corpus = List.of(everything(), sparse(), packed(everything()));
        int taken = 0;
        int refused = 0;
        for (Instant end = Instant.now().plus(TIME); Instant.now().isBefore(end); ) {
            byte[] tar = damaged(corpus.get(random.nextInt(corpus.size())), random);
            try {
                taken += read(tar);
            } catch (IOException e) {
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertThat(taken).isPositive();
        assertThat(refused).isPositive();
    }

    private static int read(byte[] bytes) throws IOException {
        var in = new BufferedInputStream(new ByteArrayInputStream(bytes));
        var reader = new TarReader(Compression.of(in).open(in), LIMITS);
        byte[] buffer = new byte[4096];
        int entries = 0;
        for (var entry = reader.next(); entry.isPresent(); entry = reader.next()) {
            EntryPath.of(entry.get().name());
            long content = 0;
            for (int got = reader.read(buffer, 0, buffer.length); got >= 0; ) {
                content += got;
                got = reader.read(buffer, 0, buffer.length);
            }
            assertThat(content).isLessThanOrEqualTo(LIMITS.bytes());
            assertThat(++entries).isLessThanOrEqualTo((int) LIMITS.entries());
        }
        return entries;
    }

    /** Some bytes changed, a piece doubled or cut out; half of the time with header sums made right again. */
    private static byte[] damaged(byte[] original, Random random) {
        byte[] tar = original.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            tar[random.nextInt(tar.length)] =
                    (byte) (random.nextBoolean() ? random.nextInt() : "0179 \0=\n".charAt(random.nextInt(8)));
        }
        if (random.nextInt(4) == 0) {
            int from = random.nextInt(tar.length);
            tar = Arrays.copyOf(tar, from);
        }
        if (random.nextInt(4) == 0 && tar.length > 1024) {
            int block = random.nextInt(tar.length / 512) * 512;
            System.arraycopy(
                    tar, random.nextInt(tar.length / 512) * 512, tar, block, Math.min(512, tar.length - block));
        }
        if (random.nextBoolean()) {
            for (int at = 0; at + 512 <= tar.length; at += 512) {
                if (tar[at + 257] == 'u') {
                    System.arraycopy(TarBuilder.summed(Arrays.copyOfRange(tar, at, at + 512)), 0, tar, at, 512);
                }
            }
        }
        return tar;
    }

    private static byte[] everything() {
        return new TarBuilder()
                .directory("d/", 0755, 0, 0)
                .pax("path", "d/" + "long".repeat(50))
                .pax("mtime", "123.456")
                .pax("SCHILY.xattr.user.a", new byte[] {0, 1, 2})
                .file("x", "content")
                .hardLink("h", "d/x")
                .symlink("s", "../../x")
                .device("null", '3', 1, 3)
                .header("././@LongLink", 'L', 0, 0, 0, 6, "", 0, 0)
                .data("abcde\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .file("short", "y".repeat(1000))
                .bytes();
    }

    private static byte[] sparse() {
        return new TarBuilder()
                .pax("GNU.sparse.major", "1")
                .pax("GNU.sparse.minor", "0")
                .pax("GNU.sparse.name", "hole")
                .pax("GNU.sparse.realsize", "4096")
                .file("GNUSparseFile.0/hole", "1\n4090\n6\n" + "\0".repeat(503) + "ending")
                .pax("GNU.sparse.map", "0,2,10,2")
                .pax("GNU.sparse.size", "12")
                .file("old", "abcd")
                .bytes();
    }

    private static byte[] packed(byte[] tar) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(tar);
        }
        return out.toByteArray();
    }
}
