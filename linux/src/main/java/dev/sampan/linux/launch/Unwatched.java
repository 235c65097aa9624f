package dev.sampan.linux.launch;

import dev.sampan.linux.proc.ProcessStat;
import dev.sampan.linux.syscall.Processes;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/**
 * The end of a launch that the daemon cannot watch: no descriptor was to be had, so there is no event to wait for. Its supervisor is
 * our child and not waited for yet, so that its number is its own.
 */
final class Unwatched {
    private static final Duration MOST = Duration.ofSeconds(5);
    private static final Duration NAP = Duration.ofMillis(1);

    private Unwatched() {}

    /** @param child the supervisor's child, 0 while there is none: asked after the supervisor's end, when it stays so */
    static void kill(int supervisor, IntSupplier child) {
        Processes.kill(supervisor, Processes.SIGKILL);
        long until = System.nanoTime() + MOST.toNanos();
        while (System.nanoTime() < until
                && Processes.waitid(Processes.P_PID, supervisor, Processes.WEXITED)
                        .isEmpty()) {
            LockSupport.parkNanos(NAP.toNanos());
        }
        int orphan = child.getAsInt();
        if (orphan > 0 && ProcessStat.of(orphan).isPresent()) Processes.kill(orphan, Processes.SIGKILL);
    }
}
