package dev.sampan.engine.container;

import dev.sampan.engine.container.state.ContainerFile;
import dev.sampan.engine.process.ExitStatus;
import dev.sampan.engine.spec.ContainerSpec;
import dev.sampan.engine.spec.RestartPolicy;
import java.time.Duration;

/** Whether and when a container that ended by itself is started again. */
final class RestartPolicies {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** A run as long as this counts as a success: the next delay is short again. */
    private static final Duration STABLE = Duration.ofSeconds(10);

    static boolean any(ContainerSpec spec) {
        return !(spec.restart() instanceof RestartPolicy.Never);
    }

    boolean restarts(Container container, ExitStatus end) {
        return switch (container.spec().restart()) {
            case RestartPolicy.Never _ -> false;
            case RestartPolicy.Always _, RestartPolicy.UnlessStopped _ -> true;
            case RestartPolicy.OnFailure policy ->
                end.code() != 0 && policy.allows(container.file().restartCount());
        };
    }

    /** Whether it is to run after the engine came up, though its process is gone. */
    boolean startsWithEngine(Container container) {
        ContainerFile file = container.file();
        return switch (container.spec().restart()) {
            case RestartPolicy.Never _ -> false;
            case RestartPolicy.Always _ -> true;
            case RestartPolicy.UnlessStopped _ -> !file.stoppedByUser();
            case RestartPolicy.OnFailure policy ->
                file.lastRun().exitCode() != 0 && !file.stoppedByUser() && policy.allows(file.restartCount());
        };
    }

    /** Before the restart that {@code restartCount} counts already; doubles with each. */
    Duration delay(ContainerFile file) {
        Duration ran =
                Duration.between(file.lastRun().startedAt(), file.lastRun().finishedAt());
        if (ran.compareTo(STABLE) >= 0) {
            return FIRST;
        }
        Duration delay = FIRST.multipliedBy(1L << Math.clamp(file.restartCount() - 1, 0, 16));
        return delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
    }
}
