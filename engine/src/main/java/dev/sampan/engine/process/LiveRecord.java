package dev.sampan.engine.process;

import java.nio.file.Path;
import java.time.Instant;

/**
 * Where a live process is found again by the next daemon: a JSON file of a few numbers below the exec root.
 *
 * @param pid on the host; with {@code startTime} it names one process only
 * @param startTime field 22 of /proc/PID/stat, clock ticks since boot
 * @param supervisor the parent that holds the streams and writes the exit record
 * @param slots the descriptors' numbers in the supervisor
 * @param exitRecord written and synced by the supervisor when the process has ended
 */
public record LiveRecord(
        int pid,
        long startTime,
        Supervisor supervisor,
        Slots slots,
        boolean terminal,
        Instant started,
        Path exitRecord) {

    public record Supervisor(int pid, long startTime) {}

    /** -1 for what it does not have. A terminal has only {@code stdout}, the pty's master. */
    public record Slots(int stdin, int stdout, int stderr) {}
}
