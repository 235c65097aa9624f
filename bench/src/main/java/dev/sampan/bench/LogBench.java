package dev.sampan.bench;

import dev.sampan.engine.logging.LogTarget;
import dev.sampan.engine.logging.LogWriter;
import dev.sampan.engine.logging.LogWriter.Stream;
import dev.sampan.engine.logging.driver.JsonFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** From a pipe's chunk of 64 KiB to Docker's json-file on /dev/shm, rotation on: 1000 lines of 64 bytes, plain or with what JSON escapes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LogBench {
    private static final byte[] LINES = ("x".repeat(63) + "\n").repeat(1000).getBytes(StandardCharsets.US_ASCII);
    private static final byte[] QUOTED =
            ("\"é\\" + "x".repeat(58) + "\n").repeat(1000).getBytes(StandardCharsets.UTF_8);

    private Path folder;
    private LogWriter writer;

    @Setup
    public void open() throws IOException {
        folder = Files.createTempDirectory(Path.of("/dev/shm"), "sampan-bench");
        var target = new LogTarget("id", "/name", "image", "id", folder.resolve("id-json.log"), Map.of(), List.of());
        writer = new JsonFile().open(target, Map.of());
    }

    @TearDown
    public void close() throws IOException {
        writer.close();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Benchmark
    public void plainLines() {
        writer.accept(Stream.STDOUT, ByteBuffer.wrap(LINES), 1_795_253_668_000_000_000L);
    }

    @Benchmark
    public void linesToEscape() {
        writer.accept(Stream.STDERR, ByteBuffer.wrap(QUOTED), 1_795_253_668_000_000_000L);
    }
}
