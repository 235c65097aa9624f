package dev.sampan.engine.container;

import dev.sampan.engine.cgroup.Cgroup;
import dev.sampan.engine.container.state.State;
import dev.sampan.engine.error.EngineException.Conflict;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.error.Undo;

/** Freezes a container's processes, and lets them go on. */
final class Pause {

    private final Parts parts;

    Pause(Parts parts) {
        this.parts = parts;
    }

    void pause(String reference) {
        Container container = parts.table().get(reference);
        container.lock.lock();
        try {
            String id = container.id;
            switch (container.state()) {
                case State.Running _ -> {}
                case State.Paused _ -> throw new Conflict("container " + id + " is already paused");
                case State.Restarting _ ->
                    throw new Conflict("Container " + id + " is restarting, wait until the container is running");
                case State.Created _, State.Exited _, State.Removing _, State.Dead _ ->
                    throw new Conflict("container " + id + " is not running");
            }
            freeze(container);
        } finally {
            container.lock.unlock();
        }
        parts.tell(container.file(), "pause");
    }

    /** Whole or not at all: an engine that knew nothing of it, this or the next, would never thaw it. */
    private static void freeze(Container container) {
        Cgroup cgroup = cgroup(container);
        container.freezing.writeLock().lock();
        try (var undo = new Undo()) {
            undo.add("thaw", cgroup::thaw);
            cgroup.freeze();
            container.save(edit -> edit.state = container.after(new State.Event.Frozen()));
            undo.commit();
        } finally {
            container.freezing.writeLock().unlock();
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
        parts.tell(container.file(), "unpause");
    }

    private static Cgroup cgroup(Container container) {
        Active active = container.active();
        if (active == null || active.cgroup().isEmpty()) {
            throw new SystemFailure("container " + container.id + " has no cgroup");
        }
        return active.cgroup().get();
    }
}
