package dev.sampan.engine.container;

import dev.sampan.engine.archive.Tree;
import dev.sampan.engine.container.mount.ContainerMount;
import dev.sampan.engine.container.state.ContainerFile;
import dev.sampan.engine.container.state.State;
import dev.sampan.engine.error.Cause;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.error.EngineException.Conflict;
import dev.sampan.engine.error.EngineException.NotFound;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.error.Report;
import java.io.IOException;
import java.lang.System.Logger.Level;

/** Removes a container: its writable layer, its anonymous volumes when asked to, its files and its name. */
final class Remove {

    private static final System.Logger LOG = System.getLogger(Remove.class.getName());

    private final Parts parts;
    private final Signals signals;

    Remove(Parts parts, Signals signals) {
        this.parts = parts;
        this.signals = signals;
    }

    void run(String reference, boolean force, boolean volumes, boolean link) {
        if (link) {
            new Links(parts.table()).remove(reference);
            return;
        }
        Container container = parts.table().get(reference);
        if (!force) {
            remove(container, reference, volumes);
            return;
        }
        signals.killAndWait(container);
        try {
            remove(container, reference, volumes);
        } catch (NotFound removedWithItsEnd) {
            // It had --rm, and its end was ours.
        }
    }

    /** For a container with {@code --rm}: its anonymous volumes go, too. */
    void automatically(Container container) {
        try {
            Thread.ofVirtual().name("removal of " + container.id).start(() -> removed(container));
        } catch (Throwable none) {
            failed(container, none);
        }
    }

    private void removed(Container container) {
        try {
            remove(container, container.id, true);
        } catch (Conflict | NotFound somebodyElse) {
            // It runs again, or is being removed by a client: both are theirs to decide.
        } catch (Throwable e) {
            failed(container, e);
        }
    }

    private static void failed(Container container, Throwable e) {
        Report.log(LOG, Level.ERROR, "removal of container " + container.id, e);
        container.tellRemovalFailed(Cause.of(e));
    }

    void remove(Container container, String reference, boolean volumes) {
        container.lock.lock();
        try {
            if (parts.table().find(container.id).isEmpty()) {
                throw new NotFound("No such container: " + reference);
            }
            check(container.state(), reference);
            container.awaitCleanUp();
            container.remember(edit -> edit.state = container.after(new State.Event.RemovalBegun()));
            ContainerFile file = container.file();
            try {
                // The file first: whatever stops us from here on, the next start finds no container and sweeps the
                // rest.
                Removal.begin(parts.places().container(container.id), file, volumes);
                parts.rootfs().remove(container.id);
                Tree.remove(parts.places().process(container.id));
            } catch (Throwable e) {
                container.happened(edit -> edit.state = container.after(new State.Event.RemovalFailed()));
                throw new SystemFailure(
                        "container " + container.id + ": driver failed to remove root filesystem: " + Cause.of(e), e);
            }
            parts.table().forget(container);
            parts.explanations().remove(container.id);
            if (volumes) {
                removeVolumes(file);
            }
            removeDirectory(container.id);
            container.streams().abandon();
            parts.tell(container, "destroy");
        } finally {
            container.lock.unlock();
        }
        container.tell(Container.Moment.REMOVED);
    }

    private static void check(State state, String reference) {
        String why =
                switch (state) {
                    case State.Created _, State.Exited _, State.Dead _ -> "";
                    case State.Running _ -> "container is running: stop the container before removing or force remove";
                    case State.Paused _ -> "container is paused and must be unpaused first";
                    case State.Restarting _ ->
                        "container is restarting: stop the container before removing or force remove";
                    case State.Removing _ ->
                        throw new Conflict("removal of container " + reference + " is already in progress");
                };
        if (!why.isEmpty()) {
            throw new Conflict("cannot remove container \"" + reference + "\": " + why);
        }
    }

    /** Last, because it says until then which volumes go, too. What stays of it is swept at the next start. */
    private void removeDirectory(String id) {
        try {
            Tree.remove(parts.places().container(id));
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "the directory of container " + id + " stays: " + Cause.of(e), e);
        }
    }

    /** Those made for it alone that nobody else uses. */
    void removeVolumes(ContainerFile file) {
        for (ContainerMount mount : file.mounts()) {
            if (mount.isVolume()
                    && mount.anonymous()
                    && parts.volumes().users(mount.name()).isEmpty()) {
                try {
                    parts.volumes().remove(mount.name());
                } catch (EngineException e) {
                    LOG.log(
                            Level.WARNING,
                            "volume " + mount.name() + " of container " + file.id() + ": " + e.getMessage());
                }
            }
        }
    }
}
