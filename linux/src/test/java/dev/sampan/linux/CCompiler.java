package dev.sampan.linux;

import dev.sampan.linux.arch.Arch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The C compiler for an architecture; a test that asks for one that is not installed is skipped, and says so. */
public record CCompiler(String command) {
    public static CCompiler of(Arch arch) {
        var command = arch == Arch.host() ? "cc" : arch.kernelName() + "-linux-gnu-gcc";
        Assumptions.assumeTrue(exists(command), command + " is not installed");
        return new CCompiler(command);
    }

    private static boolean exists(String command) {
        for (var directory : System.getenv("PATH").split(":")) {
            if (java.nio.file.Files.isExecutable(java.nio.file.Path.of(directory, command))) return true;
        }
        return false;
    }

    /** Fails unless the source compiles. */
    public void check(String source) {
        run(source, "-fsyntax-only", "-");
    }

    private String run(String source, String... options) {
        var line = new ArrayList<>(List.of(command, "-x", "c"));
        line.addAll(List.of(options));
        try {
            var process = new ProcessBuilder(line).redirectErrorStream(true).start();
            try (var in = process.getOutputStream()) {
                in.write(source.getBytes(StandardCharsets.UTF_8));
            }
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(line + " failed:\n" + output);
            }
            return output;
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }
}
