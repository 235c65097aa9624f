package dev.sampan.engine.container;

import dev.sampan.api.container.ContainerCreateRequest;
import dev.sampan.api.container.ContainerCreateResponse;
import dev.sampan.api.container.ContainerInspectResponse;
import dev.sampan.api.container.ContainerSummary;
import dev.sampan.api.container.ContainerTopResponse;
import dev.sampan.api.container.ContainerUpdateResponse;
import dev.sampan.api.container.ContainerWaitResponse;
import dev.sampan.api.container.ContainersPruneResponse;
import dev.sampan.api.container.HostConfig;
import dev.sampan.engine.oci.Platform;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The verbs on containers, one use case each. A {@code reference} is a full id, a name with or without its slash, or a prefix of an
 * id that only one container has; each method throws NotFound {@code No such container: x} for any other.
 */
public final class Containers {

    /**
     * @param name without or with a leading slash; empty for a generated one
     * @param platform empty for the host's
     */
    public ContainerCreateResponse create(String name, Optional<Platform> platform, ContainerCreateRequest request) {
        throw new IllegalStateException("create is not wired yet: " + name + platform + request);
    }

    /** Throws NotModified when it runs already. */
    public void start(String reference) {
        throw new IllegalStateException("start is not wired yet: " + reference);
    }

    /**
     * Returns once it has ended. Throws NotModified when it does not run.
     *
     * @param seconds to wait before SIGKILL, negative for ever; empty for the container's own
     * @param signal name or number; empty for the container's own
     */
    public void stop(String reference, OptionalInt seconds, String signal) {
        throw new IllegalStateException("stop is not wired yet: " + reference + seconds + signal);
    }

    public void restart(String reference, OptionalInt seconds, String signal) {
        throw new IllegalStateException("restart is not wired yet: " + reference + seconds + signal);
    }

    /** Sends {@code signal}, SIGKILL when empty; returns when a container that was killed has ended. */
    public void kill(String reference, String signal) {
        throw new IllegalStateException("kill is not wired yet: " + reference + signal);
    }

    public void pause(String reference) {
        throw new IllegalStateException("pause is not wired yet: " + reference);
    }

    public void unpause(String reference) {
        throw new IllegalStateException("unpause is not wired yet: " + reference);
    }

    /**
     * Registered when this returns; cancel the future when the client is gone.
     *
     * @param condition {@code not-running} (also when empty), {@code next-exit} or {@code removed}
     */
    public CompletableFuture<ContainerWaitResponse> await(String reference, String condition) {
        throw new IllegalStateException("wait is not wired yet: " + reference + condition);
    }

    public void rename(String reference, String newName) {
        throw new IllegalStateException("rename is not wired yet: " + reference + newName);
    }

    public void remove(String reference, boolean force, boolean volumes, boolean link) {
        throw new IllegalStateException("remove is not wired yet: " + reference + force + volumes + link);
    }

    public List<ContainerSummary> list(ListQuery query) {
        throw new IllegalStateException("list is not wired yet: " + query);
    }

    /** In the newest API version's shape, with SizeRw and SizeRootFs when {@code size} is set. */
    public ContainerInspectResponse inspect(String reference, boolean size) {
        throw new IllegalStateException("inspect is not wired yet: " + reference + size);
    }

    /** @param psArguments what Docker hands to ps; empty for {@code -ef} */
    public ContainerTopResponse top(String reference, String psArguments) {
        throw new IllegalStateException("top is not wired yet: " + reference + psArguments);
    }

    /** For attach and logs. */
    public Output output(String reference) {
        throw new IllegalStateException("output is not wired yet: " + reference);
    }

    public void resize(String reference, int height, int width) {
        throw new IllegalStateException("resize is not wired yet: " + reference + height + width);
    }

    public ContainersPruneResponse prune(Map<String, Set<String>> filters) {
        throw new IllegalStateException("prune is not wired yet: " + filters);
    }

    /** Of {@code changes} only the resources and the restart policy count; zero and "" are no change. */
    public ContainerUpdateResponse update(String reference, HostConfig changes) {
        throw new IllegalStateException("update is not wired yet: " + reference + changes);
    }
}
