package dev.sampan.engine.container;

import dev.sampan.engine.archive.Tree;
import dev.sampan.engine.cgroup.Cgroup;
import dev.sampan.engine.container.state.ContainerFile;
import dev.sampan.engine.container.state.EndpointState;
import dev.sampan.engine.container.state.LastRun;
import dev.sampan.engine.container.state.State;
import dev.sampan.engine.error.Cause;
import dev.sampan.engine.logging.LogTarget;
import dev.sampan.engine.logging.LogWriter;
import dev.sampan.engine.network.Sandbox;
import dev.sampan.engine.process.ExitStatus;
import dev.sampan.engine.process.Live;
import dev.sampan.engine.spec.ContainerSpec;
import dev.sampan.engine.storage.LayerId;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * What an engine does first: takes up the containers that still run, learns how the others ended, removes what interrupted work left,
 * and starts those whose policy wants them running.
 */
final class Reconcile {

    private static final System.Logger LOG = System.getLogger(Reconcile.class.getName());

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

    private final Parts parts;
    private final RestartPolicies policies;
    private final Ended ended;
    private final Start start;
    private final Remove remove;

    Reconcile(Parts parts, RestartPolicies policies, Ended ended, Start start, Remove remove) {
        this.parts = parts;
        this.policies = policies;
        this.ended = ended;
        this.start = start;
        this.remove = remove;
    }

    void run() {
        var alive = new ArrayList<Container>();
        var gone = new ArrayList<Container>();
        for (Container container : parts.table().all()) {
            if (!takeUp(container)) {
                continue;
            }
            if (container.active() != null) {
                alive.add(container);
            } else if (container.state().running()) {
                gone.add(container);
            }
        }
        parts.table().all().forEach(container -> attempt("layer", container, () -> repairLayer(container)));
        parts.networks().restore(sandboxes(alive));
        sweep(alive);
        List<CompletableFuture<?>> ends = new ArrayList<>();
        for (Container container : alive) {
            if (hasEnded(container)) {
                // Its restart waits for its turn among the others.
                container.ending(Container.Ending.SHUT_DOWN);
                ends.add(container.waitFor(Container.Moment.NOT_RUNNING));
            }
            attempt("follow", container, () -> follow(container));
        }
        gone.forEach(container -> {
            attempt("end", container, () -> lost(container));
            attempt(
                    "unmount the root file system",
                    container,
                    () -> parts.rootfs().unmount(container.id));
        });
        await(ends);
        startThoseThatShallRun();
    }

    /** While no engine lived, as after a power cut of the processes alone: what it left in its pipes is still to be read. */
    private static boolean hasEnded(Container container) {
        Active active = container.active();
        return active != null && !active.live().record().process().alive();
    }

    private static void await(List<CompletableFuture<?>> ends) {
        try {
            CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
                    .get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.log(
                    Level.WARNING,
                    "containers that have ended are not read to their end yet: they are not started now");
        } catch (ExecutionException e) {
            throw new IllegalStateException("an end is awaited and never fails", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False where nobody knows whether it runs: for want of descriptors, say. Then it is left alone, and what is its own is kept. */
    private boolean takeUp(Container container) {
        try {
            Session.read(parts.places().process(container.id)).ifPresent(session -> takeUp(container, session));
            return true;
        } catch (RuntimeException e) {
            LOG.log(
                    Level.ERROR,
                    "container " + container.id + " is left alone until the next start: " + Cause.of(e),
                    e);
            parts.table().leaveAlone(container);
            return false;
        }
    }

    private void takeUp(Container container, Session session) {
        Optional<Cgroup> cgroup =
                session.cgroup().isEmpty() ? Optional.empty() : parts.cgroups().find(session.cgroup());
        Optional<Live> live = Live.reattach(session.live());
        begin(container, session, live.map(process -> new Active(process, cgroup, session.sandbox())));
    }

    /** What is wrong with one container keeps no other one from its start, and no engine. */
    private static boolean attempt(String what, Container container, Runnable action) {
        try {
            action.run();
            return true;
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, what + " of container " + container.id + ": " + e.getMessage(), e);
            return false;
        }
    }

    /** The file may be of before the start, but not of after the end: what the session says is newer. */
    private static void begin(Container container, Session session, Optional<Active> active) {
        container.lock.lock();
        try {
            ContainerFile file = container.file();
            boolean endIsKnown = file.state() instanceof State.Exited
                    && !file.lastRun().finishedAt().isBefore(session.live().started());
            if (endIsKnown) {
                active.ifPresent(known -> known.live().close());
                return;
            }
            container.active(active.orElse(null));
            State running = new State.Running(
                    session.live().process().pid(), session.live().started());
            container.remember(edit -> {
                edit.state = file.state() instanceof State.Paused ? file.state() : running;
                edit.lastRun = edit.lastRun.begun(session.live().started());
                edit.endpoints = EndpointState.joined(edit.endpoints, session.sandbox());
            });
        } finally {
            container.lock.unlock();
        }
    }

    /** Of those that run, and of those whose file cannot be read: their addresses are not for others. */
    private List<Sandbox> sandboxes(List<Container> alive) {
        var sandboxes = new ArrayList<Sandbox>();
        for (String id : parts.table().unreadable()) {
            sandbox(id).ifPresent(sandboxes::add);
        }
        for (Container container : alive) {
            Active active = container.active();
            if (active != null) {
                active.sandbox().ifPresent(sandboxes::add);
            }
        }
        return sandboxes;
    }

    private Optional<Sandbox> sandbox(String id) {
        try {
            return Session.read(parts.places().process(id)).flatMap(Session::sandbox);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the addresses of container " + id + " are not known: " + Cause.of(e));
            return Optional.empty();
        }
    }

    /** A power cut takes the record of a layer that was made just before. Its image tells what it stood on. */
    private void repairLayer(Container container) {
        var layer = new LayerId(container.id);
        String image = container.file().image();
        if (!image.isEmpty() && parts.mechanisms().layers().isDamaged(layer)) {
            parts.mechanisms()
                    .layers()
                    .repairWritable(layer, parts.images().get(image).layers());
        }
    }

    /** Nothing is swept of a container whose file cannot be read: it may be repaired. */
    private void sweep(List<Container> alive) {
        Set<String> known = new HashSet<>(parts.table().unreadable());
        parts.table().all().forEach(container -> known.add(container.id));
        Set<String> running = new HashSet<>(parts.table().unreadable());
        alive.forEach(container -> running.add(container.id));
        attempt("cgroups", () -> new LeftGroups(parts).remove(running));
        attempt("process directories", () -> sweepDirectory(parts.places().processes(), running));
        attempt("writable layers", () -> {
            for (LayerId layer : parts.mechanisms().layers().writable()) {
                if (!known.contains(layer.value())) {
                    parts.mechanisms().layers().remove(layer);
                }
            }
        });
        attempt("container directories", () -> {
            try (var directories = Files.newDirectoryStream(parts.places().containers())) {
                for (Path directory : directories) {
                    String name = directory.getFileName().toString();
                    if (ID.matcher(name).matches() && !known.contains(name)) { // others are not ours
                        sweep(directory);
                    }
                }
            }
        });
    }

    /** Of a creation or a removal that was cut off, with the volumes that were to be its own or to go with it. */
    private void sweep(Path directory) throws IOException {
        Removal.withVolumes(directory).ifPresent(remove::removeVolumes);
        if (!Removal.isBegun(directory)) {
            parts.volumes().removeMadeFor(directory.getFileName().toString());
        }
        Tree.remove(directory);
    }

    private static void sweepDirectory(Path directory, Set<String> kept) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (var entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (!kept.contains(entry.getFileName().toString())) {
                    Tree.remove(entry);
                }
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void attempt(String what, Work work) {
        try {
            work.run();
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "leftover " + what + " could not be removed: " + Cause.of(e), e);
        }
    }

    /** Output flows on into the same log; its end is awaited, which may have come already. */
    private void follow(Container container) {
        Active active = container.active();
        if (active == null) {
            return;
        }
        ended.follow(container, active.live(), Launch.sink(log(container)));
    }

    /** Its process runs already: it goes on without a log rather than without anybody who reads its output. */
    private LogWriter log(Container container) {
        ContainerSpec spec = container.spec();
        LogTarget target = LogTargets.of(container.file(), spec, parts.places());
        try {
            return parts.logDrivers()
                    .named(spec.log().driver())
                    .open(target, spec.log().options());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "container " + container.id + " goes on without a log: " + e.getMessage(), e);
            return parts.logDrivers().named("none").open(target, Map.of());
        }
    }

    /** Its process and its exit record are gone: after a reboot, or a supervisor that was killed, too. */
    private void lost(Container container) {
        container.lock.lock();
        try {
            ExitStatus unknown = ExitStatus.unknown(container.file().lastRun().startedAt(), Instant.now());
            boolean waited = container.state() instanceof State.Restarting;
            container.happened(edit -> {
                edit.state = new State.Exited();
                if (!waited) {
                    edit.lastRun = edit.lastRun.ended(unknown.finished(), unknown.code(), false);
                }
                edit.endpoints = EndpointState.left(edit.endpoints);
            });
        } finally {
            container.lock.unlock();
        }
        if (container.spec().removedAtEnd()) {
            remove.automatically(container);
        }
    }

    private void startThoseThatShallRun() {
        List<Container> wanted =
                parts.table().all().stream().filter(this::shallRun).toList();
        for (Container container : new StartOrder(parts.table()).of(wanted)) {
            attempt("start", container, () -> start.run(container.id));
        }
    }

    private boolean shallRun(Container container) {
        ContainerFile file = container.file();
        boolean ran = !file.lastRun().startedAt().equals(LastRun.NEVER);
        return ran && !file.state().running() && policies.startsWithEngine(container);
    }
}
