package dev.sampan.engine.process;

import static java.util.Objects.requireNonNull;

import dev.sampan.linux.proc.ProcessStat;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * Where a live process is found again by the next daemon: a JSON file of a few numbers below the exec root. The streams are in the
 * supervisor's fixed slots ({@link dev.sampan.linux.launch.Slot}).
 *
 * @param process on the host
 * @param supervisor the parent that holds the streams and writes the exit record
 * @param terminal one pty instead of pipes
 * @param stdin whether the pipes include standard input
 * @param exitRecord written and synced by the supervisor when the process has ended
 */
public record LiveRecord(Id process, Id supervisor, boolean terminal, boolean stdin, Instant started, Path exitRecord) {

    public LiveRecord {
        requireNonNull(process, "process");
        requireNonNull(supervisor, "supervisor");
        requireNonNull(started, "started");
        requireNonNull(exitRecord, "exitRecord");
    }

    /**
     * Names one process for ever, which a pid alone does not.
     *
     * @param startTime field 22 of /proc/PID/stat, clock ticks since boot
     */
    public record Id(int pid, long startTime) {

        /** Of a process that is there; start time -1 when it is not. */
        public static Id of(int pid) {
            return of(pid, stat -> true);
        }

        /** The same of a child: where it has ended and its pid is taken again, that is no child of this parent. */
        public static Id of(int pid, int parent) {
            return of(pid, stat -> stat.parent() == parent);
        }

        private static Id of(int pid, Predicate<ProcessStat> same) {
            return new Id(
                    pid,
                    ProcessStat.of(pid)
                            .filter(stat -> !stat.isZombie())
                            .filter(same)
                            .map(ProcessStat::startTime)
                            .orElse(-1L));
        }

        public boolean alive() {
            return ProcessStat.isAlive(pid, startTime);
        }
    }
}
