package dev.sampan.engine.runtime;

import dev.sampan.engine.oci.Process.Rlimit;
import dev.sampan.linux.syscall.Processes;
import java.util.Optional;

/**
 * How many files the daemon may have open: as many as it can. Containers get what it was started with, as from dockerd: programs that
 * walk all numbers up to the limit are slow with a large one. The JVM must not raise it before us (-XX:-MaxFDLimit); where it does, in
 * a program that uses the engine as a library, containers get what the program has.
 */
public final class OpenFiles {

    private static volatile Optional<Rlimit> before = Optional.empty();

    private OpenFiles() {}

    public static void raise() {
        var limit = Processes.prlimit(Processes.RLIMIT_NOFILE);
        Processes.prlimit(Processes.RLIMIT_NOFILE, limit.hard(), limit.hard());
        before = Optional.of(new Rlimit("RLIMIT_NOFILE", limit.soft(), limit.hard()));
    }

    static Optional<Rlimit> forContainers() {
        return before;
    }

    /** For tests, whose JVM goes on. */
    static void restore() {
        before.ifPresent(limit -> Processes.prlimit(Processes.RLIMIT_NOFILE, limit.soft(), limit.hard()));
        before = Optional.empty();
    }
}
