package dev.sampan.engine.container;

import dev.sampan.api.container.ContainerCreateRequest;
import dev.sampan.api.container.HostConfig;
import dev.sampan.engine.container.check.HostFacts;
import dev.sampan.engine.container.state.ContainerFile;
import dev.sampan.engine.container.state.LastRun;
import dev.sampan.engine.container.state.State;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.filter.Filters;
import dev.sampan.engine.logging.LogDriver;
import dev.sampan.engine.logging.LogReader;
import dev.sampan.engine.oci.Platform;
import dev.sampan.engine.process.LiveRecord;
import dev.sampan.engine.process.Streams;
import dev.sampan.engine.spec.ContainerSpec;
import dev.sampan.engine.storage.Change;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The verbs on containers, one use case each. A {@code reference} is a full id, a name with or without its slash, or a prefix of an
 * id that only one container has; each method throws NotFound {@code No such container: x} for any other.
 */
public final class Containers {

    private final Parts parts;
    private final Create create;
    private final Launch launch;
    private final Start start;
    private final Stop stop;
    private final Restart restart;
    private final Kill kill;
    private final Pause pause;
    private final Wait wait;
    private final Rename rename;
    private final Remove remove;
    private final Listing listing;
    private final Inspect inspect;
    private final Top top;
    private final Prune prune;
    private final Update update;
    private final Reconcile reconcile;

    /** Takes up those that still run. */
    public static Containers open(Mechanisms mechanisms, ContainerTable table) {
        var containers = new Containers(new Parts(
                mechanisms,
                new RootFileSystems(mechanisms.layers()),
                table,
                HostFacts.read(mechanisms.cgroups().features())));
        containers.reconcile.run();
        return containers;
    }

    private Containers(Parts parts) {
        this.parts = parts;
        var policies = new RestartPolicies();
        var later = new Later();
        var restarts = new Restarts(parts, policies, later::launch);
        var signals = new Signals(parts, restarts);
        create = new Create(parts);
        remove = new Remove(parts, signals);
        var ended = new Ended(parts, policies, restarts::schedule, remove::automatically);
        launch = new Launch(parts, ended);
        later.launch = launch;
        start = new Start(parts.table(), launch, remove::automatically);
        stop = new Stop(parts, signals);
        restart = new Restart(parts, stop, start);
        kill = new Kill(parts.table(), signals);
        pause = new Pause(parts);
        wait = new Wait(parts.table());
        rename = new Rename(parts);
        listing = new Listing(parts);
        inspect = new Inspect(parts);
        top = new Top(parts.table());
        prune = new Prune(parts, remove);
        update = new Update(parts);
        reconcile = new Reconcile(parts, policies, ended, start, remove);
    }

    /** A restart launches, and a launch's end restarts: the one knot in the wiring. */
    private static final class Later {
        private @Nullable Launch launch;

        Launch launch() {
            return java.util.Objects.requireNonNull(launch);
        }
    }

    /**
     * @param name without or with a leading slash; empty for a generated one
     * @param platform empty for the host's
     */
    public Created create(String name, Optional<Platform> platform, ContainerCreateRequest request) {
        return create.run(name, platform, request);
    }

    /** Throws NotModified when it runs already. */
    public void start(String reference) {
        start.run(reference);
    }

    /**
     * Returns once it has ended. Throws NotModified when it does not run.
     *
     * @param seconds to wait before SIGKILL, negative for ever; empty for the container's own
     * @param signal name or number; empty for the container's own
     */
    public void stop(String reference, OptionalInt seconds, String signal) {
        stop.run(reference, seconds, signal);
    }

    /** A stop because the engine is about to end: the next one starts it again where its restart policy says so. */
    public void shutDown(String reference) {
        Container container = parts.table().get(reference);
        if (container.state() instanceof State.Restarting) {
            return;
        }
        stop.end(container, OptionalInt.empty(), "", Container.Ending.SHUT_DOWN);
    }

    public void restart(String reference, OptionalInt seconds, String signal) {
        restart.run(reference, seconds, signal);
    }

    /** Sends {@code signal}, SIGKILL when empty; returns when a container that was killed has ended. */
    public void kill(String reference, String signal) {
        kill.run(reference, signal);
    }

    public void pause(String reference) {
        pause.pause(reference);
    }

    public void unpause(String reference) {
        pause.unpause(reference);
    }

    /**
     * Registered when this returns; cancel the future when the client is gone. Answers when the clients that were attached have all
     * output, or are not waited for any more.
     *
     * @param condition {@code not-running} (also when empty), {@code next-exit} or {@code removed}
     */
    public CompletableFuture<LastRun> await(String reference, String condition) {
        return wait.run(reference, condition);
    }

    /** Completes when the container has ended and is not started again; at once when it does not run. Cancel it as above. */
    public CompletableFuture<?> stopped(String reference) {
        return wait.stopped(reference);
    }

    public void rename(String reference, String newName) {
        rename.run(reference, newName);
    }

    public void remove(String reference, boolean force, boolean volumes, boolean link) {
        remove.run(reference, force, volumes, link);
    }

    public List<ContainerView> list(ListQuery query) {
        return listing.run(query);
    }

    /** @param size with its sizes, for which all its files are looked at */
    public ContainerView inspect(String reference, boolean size) {
        return inspect.of(parts.table().get(reference), size);
    }

    /** @param psArguments what Docker hands to ps; empty for {@code -ef} */
    public ProcessTable top(String reference, String psArguments) {
        return top.run(reference, psArguments);
    }

    /** For exec. Throws Conflict, in Docker's words, unless it runs and is not paused. */
    public Running running(String reference) {
        return Running.of(parts, reference);
    }

    /** The process of its present run; empty while it has none. */
    public Optional<LiveRecord.Id> run(String reference) {
        Active active = parts.table().get(reference).active();
        return active == null
                ? Optional.empty()
                : Optional.of(active.live().record().process());
    }

    /** For attach and logs. */
    public Output output(String reference) {
        Container container = parts.table().get(reference);
        container.lock.lock();
        try {
            // State and streams of one moment: who finds it running gets the streams of that run.
            return output(container, container.file(), container.streams());
        } finally {
            container.lock.unlock();
        }
    }

    private Output output(Container container, ContainerFile file, Streams streams) {
        ContainerSpec spec = container.spec();
        return new Output(
                container.id,
                file.state().word(),
                spec.process().hasTerminal(),
                spec.process().stdin(),
                streams,
                spec.log().driver(),
                query -> readLog(file, spec, query),
                action -> parts.tell(container, action));
    }

    private LogReader readLog(ContainerFile file, ContainerSpec spec, LogReader.Query query) {
        LogDriver driver = parts.logDrivers().named(spec.log().driver());
        if (!driver.readable()) {
            throw new EngineException.NotImplemented("configured logging driver does not support reading");
        }
        return driver.read(LogTargets.of(file, spec, parts.places()), spec.log().options(), query);
    }

    public void resize(String reference, int height, int width) {
        resizeTerminal(parts.table().get(reference), height, width);
    }

    /**
     * Writes the container's files as a tar; does not close the stream. Throws NotFound before anything is written.
     *
     * @param begun called before the first byte, when nothing can be refused any more
     */
    public void export(String reference, OutputStream out, Runnable begun) throws IOException {
        Container container = parts.table().get(reference);
        begun.run();
        new Export(parts).run(container, out);
    }

    /** What the container has changed of its image's files, ordered by path. */
    public List<Change> changes(String reference) {
        return new Export(parts).changes(parts.table().get(reference));
    }

    public Pruned prune(Filters filters) {
        return prune.run(filters);
    }

    /**
     * Of {@code changes} only the resources and the restart policy count; zero and "" are no change.
     *
     * @return warnings
     */
    public List<String> update(String reference, HostConfig changes) {
        return update.run(reference, changes);
    }

    /** Of all containers, in any state. */
    public Set<String> ids() {
        return parts.table().all().stream().map(c -> c.id).collect(Collectors.toSet());
    }

    /** Of all containers, and of those whose file is damaged: whatever is theirs stays. */
    public Set<String> known() {
        return Stream.concat(parts.table().all().stream().map(c -> c.id), parts.table().unreadable().stream())
                .collect(Collectors.toSet());
    }

    /**
     * Forgets the processes, which go on.
     *
     * @return whether there are any
     */
    public boolean close() {
        launch.flush();
        boolean anyRuns = false;
        for (Container container : parts.table().all()) {
            container.awaitCleanUp();
            Active active = container.active();
            if (active != null) {
                container.active(null);
                active.live().close();
                anyRuns = true;
            }
        }
        return anyRuns;
    }

    private static void resizeTerminal(Container container, int height, int width) {
        Active active = container.active();
        if (container.state() instanceof State.Restarting) {
            throw new EngineException.NotFound("no running task found: task " + container.id + " not found");
        }
        if (active == null || !container.state().alive()) {
            throw new EngineException.Conflict("container " + container.id + " is not running");
        }
        active.live().resize(height, width);
    }
}
