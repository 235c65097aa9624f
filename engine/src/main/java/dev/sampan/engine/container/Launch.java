package dev.sampan.engine.container;

import dev.sampan.engine.archive.Tree;
import dev.sampan.engine.cgroup.Cgroup;
import dev.sampan.engine.cgroup.Join;
import dev.sampan.engine.cgroup.Resources;
import dev.sampan.engine.container.mount.CheckAtStart;
import dev.sampan.engine.container.spec.Limits;
import dev.sampan.engine.container.spec.MountTable;
import dev.sampan.engine.container.spec.SpecBuilder;
import dev.sampan.engine.container.state.ContainerFile;
import dev.sampan.engine.container.state.EndpointState;
import dev.sampan.engine.container.state.State;
import dev.sampan.engine.error.Cause;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.error.Undo;
import dev.sampan.engine.explain.Recording;
import dev.sampan.engine.logging.LogWriter;
import dev.sampan.engine.network.NetnsAccess;
import dev.sampan.engine.network.Sandbox;
import dev.sampan.engine.oci.Mount;
import dev.sampan.engine.oci.Namespace;
import dev.sampan.engine.oci.RuntimeSpec;
import dev.sampan.engine.process.Live;
import dev.sampan.engine.process.OutputSink;
import dev.sampan.engine.process.StreamType;
import dev.sampan.engine.runtime.LaunchFailure;
import dev.sampan.engine.runtime.LaunchRequest;
import dev.sampan.engine.runtime.NetworkHook;
import dev.sampan.engine.security.SeccompProfile;
import dev.sampan.engine.security.UserSpec;
import dev.sampan.engine.spec.ContainerSpec;
import dev.sampan.linux.trace.Tracer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * From a container's file to its running process: addresses and cgroup, then the launch, which joins the network while the container
 * mounts, then the file that says it runs. A failure leaves nothing but its text.
 */
final class Launch {

    private final Parts parts;
    private final Ended ended;
    private final Soon soon = new Soon();

    Launch(Parts parts, Ended ended) {
        this.parts = parts;
        this.ended = ended;
    }

    /** Writes what starts have left for later. */
    void flush() {
        soon.flush();
    }

    /** The container's lock is held. */
    void run(Container container) {
        container.awaitCleanUp();
        var recording = new Recording();
        try {
            Tracer.during(recording, () -> {
                attempt(container);
                return null;
            });
        } finally {
            parts.explanations().keep(container.id, recording);
        }
    }

    private void attempt(Container container) {
        try (var undo = new Undo()) {
            launch(container, undo);
            undo.commit();
        } catch (LaunchFailure e) {
            throw failed(container, e.exitCode(), e.startMessage(), e);
        } catch (EngineException e) {
            throw failed(container, LaunchFailure.OTHER, e.getMessage(), e);
        } catch (Throwable e) {
            // Whatever it is, an Error too: a container that did not start says so, and nobody waits for it.
            throw failed(container, LaunchFailure.OTHER, Cause.of(e), e);
        }
    }

    private void launch(Container container, Undo undo) {
        var network = new NetworkSetup(parts);
        network.takeName(container);
        ContainerFile file = container.file();
        ContainerSpec asked = container.spec();
        String id = file.id();
        CompletableFuture<Optional<Sandbox>> prepared = beside("network", id, () -> network(network, file, asked));
        undo.add(
                "give back addresses and ports",
                () -> prepared.exceptionally(failed -> Optional.empty()).join().ifPresent(parts.networks()::release));
        UserSpec.Resolved user = user(id, asked);
        List<Namespace> namespaces = new NamespaceModes(parts.table()).of(asked.namespaces());
        List<Mount> mounts = MountTable.of(asked, network.files(id, asked), namespaces);
        CheckAtStart.check(file.hostConfig());
        Limits.DeviceAccess devices =
                Limits.devices(asked.devices(), asked.security().privileged());
        RuntimeSpec spec = SpecBuilder.build(asked, new SpecBuilder.Given(user, namespaces, mounts, devices));
        String parent = asked.resources().parent();
        Cgroup cgroup = parts.cgroups().planned(parent, id);
        // It stands for the group at the next engine's start, so it is there before and goes after it.
        Path directory = processDirectory(id);
        undo.add("remove the process directory", () -> Tree.remove(directory));
        Runnable groups = () -> {
            parts.cgroups().create(parent, id, Resources.of(spec.linux().resources()));
            undo.add("remove the cgroup", cgroup::delete);
        };
        if (cgroup.join() instanceof Join.Directory) {
            groups.run();
            groups = LaunchRequest.GROUPS_MADE;
        }
        LogWriter log = parts.logDrivers()
                .named(asked.log().driver())
                .open(LogTargets.of(file, asked, parts.places()), asked.log().options());
        undo.add("close the log", log::close);
        Optional<Sandbox> sandbox = joined(prepared);
        List<Mount> rootfs = parts.rootfs().mounts(id);
        undo.add("unmount the root file system", () -> parts.rootfs().unmount(id));
        Live live = parts.runtime()
                .launch(new LaunchRequest(
                        id,
                        spec,
                        rootfs,
                        Optional.of(cgroup.join()),
                        groups,
                        SeccompProfile.compiled(asked.security()),
                        asked.process().stdin(),
                        asked.process().init(),
                        sandbox.filter(Sandbox::hasDevices)
                                .<NetworkHook>map(s -> access ->
                                        parts.networks().join(s, new NetnsAccess(access.netns(), access.netlink())))
                                .orElse(NetworkHook.NONE),
                        directory));
        undo.add("kill the process", live::destroy);
        started(container, new Active(live, Optional.of(cgroup), sandbox), directory);
        ended.follow(container, live, sink(log));
    }

    /** Addresses and ports, and the files that name them. */
    private Optional<Sandbox> network(NetworkSetup network, ContainerFile file, ContainerSpec asked) {
        try (var undo = new Undo()) {
            Optional<Sandbox> sandbox = network.prepare(file, asked.network());
            sandbox.ifPresent(s -> undo.add(
                    "give back addresses and ports", () -> parts.networks().release(s)));
            network.writeFiles(file, asked, sandbox);
            undo.commit();
            return sandbox;
        }
    }

    private static <T> CompletableFuture<T> beside(String what, String id, Supplier<T> work) {
        return CompletableFuture.supplyAsync(
                Tracer.carried(work),
                task -> Thread.ofVirtual().name(what + " of " + id).start(task));
    }

    private static <T> T joined(CompletableFuture<T> work) {
        try {
            return work.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void started(Container container, Active active, Path directory) {
        Live live = active.live();
        var session =
                new Session(live.record(), active.cgroup().map(Cgroup::path).orElse(""), active.sandbox());
        session.write(directory);
        container.active(active);
        container.ending(Container.Ending.BY_ITSELF);
        State now = container.after(
                new State.Event.Started(live.pid(), live.record().started()));
        // The session says already that it runs. It is gone after a reboot: what then shall run again must be on disk
        // at once, and of the others that they ran, a moment later.
        boolean atOnce = RestartPolicies.any(container.spec());
        if (atOnce) {
            container.happened(runs(active, now));
        } else {
            container.remember(runs(active, now));
        }
        soon.run(() -> ifItStillRuns(container, live, () -> {
            session.copy(directory);
            if (!atOnce) {
                container.happened(edit -> {});
            }
        }));
        NetworkSetup.tell(parts, container.file(), active.sandbox(), "connect");
        parts.tell(container, "start");
    }

    private static void ifItStillRuns(Container container, Live live, Runnable action) {
        container.lock.lock();
        try {
            Active active = container.active();
            if (active != null && active.live() == live) {
                action.run();
            }
        } finally {
            container.lock.unlock();
        }
    }

    /** What a container's file says while it runs. */
    static Consumer<ContainerFile.Edit> runs(Active active, State state) {
        return edit -> {
            edit.state = state;
            edit.lastRun = edit.lastRun.begun(active.live().record().started());
            edit.endpoints = EndpointState.joined(edit.endpoints, active.sandbox());
            edit.stoppedByUser = false;
        };
    }

    /** Looked up in the container's own files. Docker calls an unknown one a 500. */
    private UserSpec.Resolved user(String id, ContainerSpec asked) {
        List<byte[]> files = parts.rootfs().files(id, List.of("/etc/passwd", "/etc/group"));
        try {
            return UserSpec.resolve(
                    asked.process().user(),
                    files.get(0),
                    files.get(1),
                    asked.process().groups());
        } catch (EngineException.InvalidRequest e) {
            throw new EngineException.SystemFailure(e.getMessage(), e);
        }
    }

    private Path processDirectory(String id) {
        Path directory = parts.places().process(id);
        try {
            Tree.remove(directory);
            Files.createDirectories(directory);
            return directory;
        } catch (IOException e) {
            throw new EngineException.SystemFailure("create " + directory + ": " + Cause.reason(e), e);
        }
    }

    static OutputSink sink(LogWriter log) {
        return new OutputSink() {
            @Override
            public void write(StreamType stream, ByteBuffer chunk) {
                Instant now = Instant.now();
                log.accept(
                        stream == StreamType.STDERR ? LogWriter.Stream.STDERR : LogWriter.Stream.STDOUT,
                        chunk,
                        now.getEpochSecond() * 1_000_000_000 + now.getNano());
            }

            @Override
            public void close() {
                log.close();
            }
        };
    }

    /** Docker's category: a command that is not there or not executable is the client's fault. */
    private EngineException failed(Container container, int code, String message, Throwable cause) {
        try {
            container.active(null);
            container.happened(edit -> {
                edit.lastRun = edit.state instanceof State.Restarting
                        ? edit.lastRun.failedToRestart(message)
                        : edit.lastRun.failedToStart(code, message);
                edit.state = edit.state instanceof State.Created created ? created : new State.Exited();
            });
        } finally {
            container.runEnded().abandon();
            container.tell(Container.Moment.NOT_RUNNING); // and no exit: nothing ran
        }
        if (cause instanceof EngineException known) {
            return known;
        }
        return code == 126 || code == 127
                ? new EngineException.InvalidRequest(message, cause)
                : new EngineException.SystemFailure(message, cause);
    }
}
