package dev.sampan.engine.cgroup;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** For the states that the kernel has no event for: looks again after 50 us, then ever more rarely, up to 5 ms. */
final class Waiting {

    private Waiting() {}

    /** @return false when {@code state} did not come within the time */
    static boolean until(Duration atMost, BooleanSupplier state) {
        long end = System.nanoTime() + atMost.toNanos();
        long pause = 50_000;
        while (!state.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(pause * 2, 5_000_000);
        }
        return true;
    }
}
