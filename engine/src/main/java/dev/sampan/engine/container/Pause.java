package dev.sampan.engine.container;

import dev.sampan.engine.cgroup.Cgroup;
import dev.sampan.engine.container.state.State;
import dev.sampan.engine.error.EngineException.Conflict;
import dev.sampan.engine.error.EngineException.SystemFailure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Freezes a container's processes, and lets them go on. */
final class Pause {

    /** A command starts within milliseconds, where the container's files answer. */
    private static final Duration LONGEST_START = Duration.ofSeconds(5);

    private final Parts parts;

    Pause(Parts parts) {
        this.parts = parts;
    }

    void pause(String reference) {
        Container container = parts.table().get(reference);
        check(container);
        // Before the container's lock: whoever kills it, or asks for it, does not wait for a command that is just
        // starting.
        awaitStarts(container);
        try {
            container.lock.lock();
            try {
                check(container);
                freeze(container);
            } finally {
                container.lock.unlock();
            }
        } finally {
            container.freezing.writeLock().unlock();
        }
        parts.tell(container, "pause");
    }

    private static void check(Container container) {
        String id = container.id;
        switch (container.state()) {
            case State.Running _ -> {}
            case State.Paused _ -> throw new Conflict("container " + id + " is already paused");
            case State.Restarting _ ->
                throw new Conflict("Container " + id + " is restarting, wait until the container is running");
            case State.Created _, State.Exited _, State.Removing _, State.Dead _ ->
                throw new Conflict("container " + id + " is not running");
        }
    }

    /** Until no command is being started in it, and none can be. */
    private static void awaitStarts(Container container) {
        String what = "cannot pause container " + container.id + ": a command is being started in it";
        try {
            if (!container.freezing.writeLock().tryLock(LONGEST_START.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new SystemFailure(what + " for more than " + LONGEST_START.toSeconds() + " seconds");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SystemFailure(what, e);
        }
    }

    /** Written first, and taken back only when it is thawed for sure: nobody would ever thaw what no state says is frozen. */
    private static void freeze(Container container) {
        Cgroup cgroup = cgroup(container);
        container.save(edit -> edit.state = container.after(new State.Event.Frozen()));
        try {
            cgroup.freeze();
        } catch (Throwable failed) {
            try {
                cgroup.thaw();
                container.happened(edit -> edit.state = container.after(new State.Event.Thawed()));
            } catch (Throwable also) {
                failed.addSuppressed(also);
            }
            throw failed;
        }
    }

    void unpause(String reference) {
        Container container = parts.table().get(reference);
        container.lock.lock();
        try {
            if (!(container.state() instanceof State.Paused)) {
                throw new SystemFailure("Container " + container.id + " is not paused");
            }
            cgroup(container).thaw();
            container.happened(edit -> edit.state = container.after(new State.Event.Thawed()));
        } finally {
            container.lock.unlock();
        }
        parts.tell(container, "unpause");
    }

    private static Cgroup cgroup(Container container) {
        Active active = container.active();
        if (active == null || active.cgroup().isEmpty()) {
            throw new SystemFailure("container " + container.id + " has no cgroup");
        }
        return active.cgroup().get();
    }
}
