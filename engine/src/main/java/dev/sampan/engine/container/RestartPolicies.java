package dev.sampan.engine.container;

import dev.sampan.api.container.RestartPolicy;
import dev.sampan.engine.container.state.ContainerFile;
import dev.sampan.engine.process.ExitStatus;
import java.time.Duration;

/** Whether and when a container that ended by itself is started again. */
final class RestartPolicies {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** A run as long as this counts as a success: the next delay is short again. */
    private static final Duration STABLE = Duration.ofSeconds(10);

    static boolean any(ContainerFile file) {
        RestartPolicy policy = file.hostConfig().restartPolicy();
        return policy != null && !policy.name().equals("no");
    }

    boolean restarts(ContainerFile file, ExitStatus end) {
        RestartPolicy policy = file.hostConfig().restartPolicy();
        return switch (policy == null ? "no" : policy.name()) {
            case "always", "unless-stopped" -> true;
            case "on-failure" -> end.code() != 0 && mayRetry(policy, file);
            default -> false;
        };
    }

    /** Whether it is to run after the engine came up, though its process is gone. */
    boolean startsWithEngine(ContainerFile file) {
        RestartPolicy policy = file.hostConfig().restartPolicy();
        return switch (policy == null ? "no" : policy.name()) {
            case "always" -> true;
            case "unless-stopped" -> !file.stoppedByUser();
            case "on-failure" -> file.lastRun().exitCode() != 0 && !file.stoppedByUser() && mayRetry(policy, file);
            default -> false;
        };
    }

    private static boolean mayRetry(RestartPolicy policy, ContainerFile file) {
        return policy.maximumRetryCount() == 0 || file.restartCount() < policy.maximumRetryCount();
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
