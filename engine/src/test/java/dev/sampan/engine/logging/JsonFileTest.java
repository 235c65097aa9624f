package dev.sampan.engine.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.logging.LogReader.Query;
import dev.sampan.engine.logging.LogWriter.Stream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFileTest {

    private static final long TIME = 1_700_000_000_123_456_780L;
    private static final String STAMP = "2023-11-14T22:13:20.12345678Z";
    private static final Query ALL = new Query(-1, Optional.empty(), Optional.empty(), false);
    private static final Query FOLLOW = new Query(-1, Optional.empty(), Optional.empty(), true);

    @TempDir
    Path directory;

    private final LogDriver driver = new LogDrivers().named("json-file");

    private LogTarget target() {
        return new LogTarget(
                "0123456789abcdef",
                "name",
                "busybox",
                "sha256:feed",
                directory.resolve("c-json.log"),
                Map.of("a", "1", "b", "2"),
                List.of("E=<x>", "F=y", "G"));
    }

    private String written(String... chunks) throws IOException {
        try (var log = driver.open(target(), Map.of())) {
            for (var chunk : chunks) {
                log.accept(Stream.STDOUT, bytes(chunk), TIME);
            }
        }
        return Files.readString(target().file());
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    private static String line(String text) {
        return "{\"log\":\"" + text + "\",\"stream\":\"stdout\",\"time\":\"" + STAMP + "\"}\n";
    }

    private List<String> read(Query query) {
        var result = new ArrayList<String>();
        try (var reader = driver.read(target(), Map.of(), query)) {
            for (var e = reader.next(); e.isPresent(); e = reader.next()) {
                result.add(new String(e.get().bytes(), UTF_8));
            }
        }
        return result;
    }

    @Test
    void aFileIsDockersByteForByte() throws IOException {
        assertThat(written("plain\n", "\"<>&\\\t\u0001\u007f \u2028\r\n", "\u00e9 \ud83d\ude00\n\n"))
                .isEqualTo(line("plain\\n")
                        + line("\\\"\\u003c\\u003e\\u0026\\\\\\u0009\\u0001\u007f \\u2028\\r\\n")
                        + line("\u00e9 \ud83d\ude00\\n")
                        + line("\\n"));
    }

    @Test
    void whatIsNotUtf8IsReplacedByteByByte() throws IOException {
        try (var log = driver.open(target(), Map.of())) {
            byte[] bad = {'a', (byte) 0xff, (byte) 0xfe, 'b', (byte) 0xed, (byte) 0xa0, (byte) 0x80, (byte) 0xc3, '\n'};
            log.accept(Stream.STDOUT, ByteBuffer.wrap(bad), TIME);
        }
        assertThat(Files.readString(target().file()))
                .isEqualTo(line("a\\ufffd\\ufffdb\\ufffd\\ufffd\\ufffd\\ufffd\\n"));
        assertThat(read(ALL)).containsExactly("a\ufffd\ufffdb\ufffd\ufffd\ufffd\ufffd\n");
    }

    @Test
    void chunksThatCutLinesAndCharactersMakeTheSameFile() throws IOException {
        var random = new Random(20261121);
        var text = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            text.append("x\u00e9\u20ac\ud83d\ude00<".repeat(random.nextInt(40))).append('\n');
        }
        var all = text.toString().getBytes(UTF_8);
        try (var log = driver.open(target(), Map.of())) {
            for (int at = 0; at < all.length; ) {
                int count = Math.min(1 + random.nextInt(300), all.length - at);
                log.accept(Stream.STDOUT, ByteBuffer.wrap(all, at, count), TIME);
                at += count;
            }
        }
        var inParts = Files.readString(target().file());
        Files.delete(target().file());
        assertThat(inParts).isEqualTo(written(text.toString()));
    }

    @Test
    void aLongLineIsCutAt16KiBAndItsPartsHaveOneTime() throws IOException {
        try (var log = driver.open(target(), Map.of())) {
            log.accept(Stream.STDOUT, bytes("x".repeat(10_000)), TIME);
            log.accept(Stream.STDOUT, bytes("x".repeat(30_000)), TIME + 1);
            log.accept(Stream.STDOUT, bytes("\nend\n"), TIME + 2);
        }
        assertThat(read(ALL).stream().map(String::length)).containsExactly(16384, 16384, 40_000 - 32768 + 1, 4);
        assertThat(Files.readAllLines(target().file()).stream().map(l -> l.replaceAll(".*time\":\"", "")))
                .startsWith("2023-11-14T22:13:20.123456781Z\"}", "2023-11-14T22:13:20.123456781Z\"}");
    }

    @Test
    void aCutNeverDividesACharacter() throws IOException {
        try (var log = driver.open(target(), Map.of())) {
            log.accept(Stream.STDOUT, bytes("x".repeat(16383) + "\u20ac\n"), TIME);
            log.accept(Stream.STDOUT, bytes("x".repeat(16382)), TIME);
            log.accept(Stream.STDOUT, bytes("\u20ac\n"), TIME);
        }
        assertThat(String.join("", read(ALL)))
                .isEqualTo("x".repeat(16383) + "\u20ac\n" + "x".repeat(16382) + "\u20ac\n");
    }

    @Test
    void whatHasNoNewlineIsWrittenAtTheEnd() throws IOException {
        assertThat(written("no", "eol")).startsWith("{\"log\":\"noeol\",\"stream\":\"stdout\",");
    }

    @Test
    void streamsAreCutApart() {
        try (var log = driver.open(target(), Map.of())) {
            log.accept(Stream.STDOUT, bytes("out"), TIME);
            log.accept(Stream.STDERR, bytes("err\n"), TIME);
            log.accept(Stream.STDOUT, bytes("put\n"), TIME);
        }
        assertThat(read(ALL)).containsExactly("err\n", "output\n");
    }

    @Test
    void labelsAndEnvAreInEachEntry() throws IOException {
        var options = Map.of("labels", "b,nosuch", "env-regex", "^E", "tag", "{{.Name}}/{{.ID}}");
        try (var log = driver.open(target(), options)) {
            log.accept(Stream.STDOUT, bytes("x\n"), TIME);
        }
        assertThat(Files.readString(target().file()))
                .contains("\"stream\":\"stdout\",\"attrs\":{\"E\":\"\\u003cx\\u003e\",\"b\":\"2\","
                        + "\"tag\":\"name/0123456789ab\"},\"time\":");
        try (var reader = driver.read(target(), options, ALL)) {
            assertThat(reader.next().orElseThrow().attributes())
                    .isEqualTo(Map.of("E", "<x>", "b", "2", "tag", "name/0123456789ab"));
        }
    }

    @Test
    void theLastLinesAreFoundFromTheEnd() throws IOException {
        written(IntStream.rangeClosed(1, 5000).mapToObj(i -> i + "\n").toArray(String[]::new));
        for (int tail : new int[] {0, 1, 2, 999, 4999, 5000, 6000}) {
            var got = read(new Query(tail, Optional.empty(), Optional.empty(), false));
            assertThat(got).hasSize(Math.min(tail, 5000));
            if (tail > 0) {
                assertThat(got.getLast()).isEqualTo("5000\n");
            }
        }
    }

    @Test
    void sinceAndUntilIncludeTheirMoment() {
        try (var log = driver.open(target(), Map.of())) {
            for (int i = 1; i <= 3; i++) {
                log.accept(Stream.STDOUT, bytes(i + "\n"), i * 1_000_000_000L);
            }
        }
        var second = Optional.of(Instant.ofEpochSecond(2));
        assertThat(read(new Query(-1, second, Optional.empty(), false))).containsExactly("2\n", "3\n");
        assertThat(read(new Query(-1, Optional.empty(), second, false))).containsExactly("1\n", "2\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rotatedFilesAreReadAsOneAndTheOldestGoes(boolean compress) throws Exception {
        var options = Map.of("max-size", "1k", "max-file", "3", "compress", Boolean.toString(compress));
        try (var log = driver.open(target(), options)) {
            for (int i = 1; i <= 60; i++) {
                log.accept(Stream.STDOUT, bytes(i + "\n"), TIME);
            }
        }
        var got = read(ALL);
        assertThat(got.getLast()).isEqualTo("60\n");
        int first = Integer.parseInt(got.getFirst().strip());
        assertThat(first).isGreaterThan(1);
        assertThat(got)
                .isEqualTo(
                        IntStream.rangeClosed(first, 60).mapToObj(i -> i + "\n").toList());
        assertThat(read(new Query(25, Optional.empty(), Optional.empty(), false)))
                .isEqualTo(got.subList(got.size() - 25, got.size()));
    }

    @Test
    void aFileIsExchangedWithinAChunkToo() throws IOException {
        var options = Map.of("max-size", "2k", "max-file", "2");
        try (var log = driver.open(target(), options)) {
            log.accept(
                    Stream.STDOUT,
                    bytes(IntStream.rangeClosed(1, 6)
                            .mapToObj(i -> Integer.toString(i).repeat(1000) + "\n")
                            .reduce("", String::concat)),
                    TIME);
        }
        assertThat(read(ALL).stream().map(s -> s.charAt(0))).containsExactly('3', '4', '5', '6');
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void aFollowerMissesNothingAcrossRotations(int files) throws Exception {
        var options = Map.of("max-size", "4k", "max-file", Integer.toString(files));
        int lines = 2000;
        try (var log = driver.open(target(), options);
                var reader = driver.read(target(), options, FOLLOW)) {
            var turn = new java.util.concurrent.Semaphore(20);
            var got = CompletableFuture.supplyAsync(() -> {
                var result = new ArrayList<Integer>();
                for (var e = reader.next(); e.isPresent(); e = reader.next()) {
                    result.add(Integer.parseInt(new String(e.get().bytes(), UTF_8).strip()));
                    turn.release();
                }
                return result;
            });
            for (int i = 0; i < lines; i++) {
                // The reader may lag by less than a file: with one file, what is exchanged twice meanwhile is gone.
                assertThat(turn.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
                log.accept(Stream.STDOUT, bytes(i + "\n"), TIME + i);
            }
            reader.finish();
            assertThat(got.get(10, TimeUnit.SECONDS))
                    .isEqualTo(IntStream.range(0, lines).boxed().toList());
        }
    }

    @Test
    void aFollowerWaitsForTheFirstLineAndGoesOnWithTheNextWriter() throws Exception {
        try (var reader = driver.read(target(), Map.of(), FOLLOW)) {
            var got = CompletableFuture.supplyAsync(() -> List.of(reader.next(), reader.next(), reader.next()));
            written("one\n");
            written("two\n");
            assertThat(got).isNotDone();
            reader.finish();
            assertThat(got.get(10, TimeUnit.SECONDS).stream()
                            .map(e -> e.map(x -> new String(x.bytes(), UTF_8)).orElse("end")))
                    .containsExactly("one\n", "two\n", "end");
        }
    }

    @Test
    void closingEndsAFollower() throws Exception {
        written("one\n");
        var reader = driver.read(target(), Map.of(), FOLLOW);
        assertThat(reader.next()).isPresent();
        var end = CompletableFuture.supplyAsync(reader::next);
        Thread.sleep(20);
        assertThat(end).isNotDone();
        reader.close();
        assertThat(end.get(10, TimeUnit.SECONDS)).isEmpty();
    }

    private static final Map<String, String> SMALL = Map.of("max-size", "2000", "max-file", "2");

    /** Each file takes some twenty of these. */
    private static String numbered(int number) {
        return "line %06d\n".formatted(number);
    }

    @Test
    void whoFollowsSlowlyMissesNothingOfWhatRotationDeletes() throws Exception {
        try (var log = driver.open(target(), SMALL);
                var reader = driver.read(target(), SMALL, FOLLOW)) {
            for (int i = 0; i < 1000; i++) {
                log.accept(Stream.STDOUT, bytes(numbered(i)), TIME);
            }
            reader.finish();
            for (int i = 0; i < 1000; i++) {
                assertThat(new String(reader.next().orElseThrow().bytes(), UTF_8))
                        .isEqualTo(numbered(i));
            }
            assertThat(reader.next()).isEmpty();
            assertThat(reader.lost()).isZero();
        }
    }

    @Test
    void followersBesideAWriterAtFullSpeedMissNothing() throws Exception {
        int lines = 20_000;
        try (var log = driver.open(target(), Map.of("max-size", "100k", "max-file", "2"))) {
            var readers = IntStream.range(0, 8)
                    .mapToObj(_ -> driver.read(target(), Map.of(), FOLLOW))
                    .toList();
            var counts = readers.stream()
                    .map(reader -> CompletableFuture.supplyAsync(() -> inOrder(reader)))
                    .toList();
            for (int i = 0; i < lines; i++) {
                log.accept(Stream.STDOUT, bytes(numbered(i)), TIME);
            }
            readers.forEach(LogReader::finish);
            for (var count : counts) {
                assertThat(count.get(30, TimeUnit.SECONDS)).isEqualTo(lines);
            }
        }
    }

    private static int inOrder(LogReader reader) {
        try (reader) {
            int count = 0;
            for (var e = reader.next(); e.isPresent(); e = reader.next()) {
                assertThat(new String(e.get().bytes(), UTF_8)).isEqualTo(numbered(count++));
            }
            return count;
        }
    }

    @Test
    void whoIsTooFarBehindIsToldHowManyLinesWerePassedOver() throws Exception {
        int lines = 10_000;
        int read = 0;
        long lost = 0;
        var request = new dev.sampan.engine.logs.LogsRequest(true, false, false, false, FOLLOW);
        try (var log = driver.open(target(), SMALL)) {
            var ended = new CompletableFuture<Void>();
            try (var reader = dev.sampan.engine.logs.Logs.open(
                    query -> driver.read(target(), SMALL, query), Optional.of(ended), request)) {
                for (int i = 0; i < lines; i++) {
                    log.accept(Stream.STDOUT, bytes(numbered(i)), TIME);
                }
                ended.complete(null);
                for (var e = reader.next(() -> {}); e.isPresent(); e = reader.next(() -> {})) {
                    String text = new String(e.get().bytes(), UTF_8);
                    if (text.startsWith("sampan: ")) {
                        assertThat(text)
                                .endsWith(" lines were passed over here: this reader was too far behind the log\n");
                        lost += Long.parseLong(text.split(" ")[1]);
                    } else {
                        assertThat(text).isEqualTo(numbered((int) (read + lost)));
                        read++;
                    }
                }
            }
        }
        assertThat(lost).isPositive();
        assertThat(read + lost).isEqualTo(lines);
    }

    @Test
    void followingEndsWhenTheTimeIsOver() throws Exception {
        written("one\n");
        var query = new Query(-1, Optional.empty(), Optional.of(Instant.now().plusMillis(100)), true);
        assertThat(read(query)).containsExactly("one\n");
        assertThat(read(new Query(-1, Optional.empty(), Optional.of(Instant.EPOCH.plusSeconds(1)), true)))
                .isEmpty();
    }

    /** What a kill -9 or a power loss can leave: the torn entry is cut off, all others stay, new ones follow. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"log\":\"tor", "{\"log\":\"a}\n", "\0\0\0\0\0\0\0\n\0\0", "}"})
    void aTornEndIsRepairedWhenTheLogIsOpenedAgain(String torn) throws IOException {
        written("whole\n");
        Files.writeString(target().file(), torn, StandardOpenOption.APPEND);
        written("next\n");
        assertThat(Files.readAllLines(target().file())).hasSize(torn.startsWith("{\"log\":\"a}") ? 3 : 2);
        assertThat(read(ALL)).containsExactly("whole\n", "next\n");
    }

    @Test
    void aFileOfNothingButATornEntryIsEmptied() throws IOException {
        Files.writeString(target().file(), "{\"log\":\"" + "x".repeat(200_000));
        assertThat(written("one\n")).isEqualTo(line("one\\n"));
    }

    @Test
    void badValuesAreRefusedWhenItStarts() {
        var before = "failed to create task for container: failed to initialize logging driver: ";
        for (var bad : Map.of(
                        "max-size=x", "invalid size: 'x'",
                        "max-size=", "invalid size: ''",
                        "max-file=0", "max-file cannot be less than 1")
                .entrySet()) {
            var option = bad.getKey().split("=", 2);
            assertThatThrownBy(() -> driver.open(target(), Map.of(option[0], option[1])))
                    .isInstanceOf(EngineException.class)
                    .hasMessage(before + bad.getValue());
        }
    }
}
