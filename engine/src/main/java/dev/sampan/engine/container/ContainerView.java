package dev.sampan.engine.container;

import dev.sampan.engine.container.state.ContainerFile;
import dev.sampan.engine.container.state.LastRun;
import dev.sampan.engine.container.state.State;
import dev.sampan.engine.network.Sandbox;
import dev.sampan.engine.spec.ContainerSpec;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a container at one moment.
 *
 * @param linkNames the names that other containers' links give it: {@code /PARENT/ALIAS}
 * @param sandbox its place in networks, while it runs in some
 * @param sizes where they were asked for
 */
public record ContainerView(
        ContainerFile file,
        ContainerSpec spec,
        List<String> linkNames,
        Optional<Sandbox> sandbox,
        Optional<Sizes> sizes) {

    /**
     * In bytes, as the files say.
     *
     * @param writable of the container's own layer
     * @param root with those of its image
     */
    public record Sizes(long writable, long root) {}

    public String id() {
        return file.id();
    }

    public State state() {
        return file.state();
    }

    public LastRun lastRun() {
        return file.lastRun();
    }

    /** Whether it has ever run. */
    public boolean started() {
        return !lastRun().startedAt().equals(LastRun.NEVER);
    }
}
