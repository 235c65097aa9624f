package dev.sampan.linux.launch;

import dev.sampan.linux.arch.Arch;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The compiled launch.c, a resource per architecture. */
final class Interpreter {
    private Interpreter() {}

    static byte[] bytes(Arch arch) {
        var name = "launch-" + arch.kernelName();
        try (var in = Interpreter.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(
                        "no launch interpreter for " + arch.kernelName() + ": the build found no C compiler for it");
            }
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the launch interpreter cannot be read", unreadable);
        }
    }
}
