package dev.sampan.engine.image;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an image asks of a container made from it: the {@code config} object of its configuration blob. Data, never policy
 * (invariant 6): nothing here may widen what a container is allowed.
 *
 * <p>Empty text and an empty Optional both mean "not set"; {@code cmd} and {@code entrypoint} tell "not set" from an explicit
 * empty list, because a container's merge does.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/config.md">OCI image-spec, config</a>
 */
public record ImageConfig(
        String user,
        Set<String> exposedPorts,
        List<String> env,
        Optional<List<String>> entrypoint,
        Optional<List<String>> cmd,
        Set<String> volumes,
        String workingDir,
        Map<String, String> labels,
        String stopSignal,
        Optional<HealthCheck> healthcheck,
        List<String> shell,
        List<String> onBuild,
        boolean argsEscaped) {

    public static final ImageConfig EMPTY = new ImageConfig(
            "",
            Set.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Set.of(),
            "",
            Map.of(),
            "",
            Optional.empty(),
            List.of(),
            List.of(),
            false);

    /** A command that tells whether a container works. {@code test} is empty, NONE, CMD args..., or CMD-SHELL text. */
    public record HealthCheck(
            List<String> test,
            Duration interval,
            Duration timeout,
            Duration startPeriod,
            Duration startInterval,
            int retries) {}
}
