package dev.sampan.engine.container;

import dev.sampan.engine.cgroup.Cgroup;
import dev.sampan.engine.container.check.SignalName;
import dev.sampan.engine.container.state.LastRun;
import dev.sampan.engine.container.state.State;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.error.EngineException.Conflict;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.linux.syscall.ErrnoException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends signals to containers and waits for what follows: the common part of kill, stop, restart and remove. */
final class Signals {

    private static final Logger LOG = System.getLogger(Signals.class.getName());

    /** What a process that cannot be killed at once is given: it may be in an uninterruptible call. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Parts parts;
    private final Restarts restarts;

    Signals(Parts parts, Restarts restarts) {
        this.parts = parts;
        this.restarts = restarts;
    }

    /**
     * Sends {@code signal}; a paused container goes on, so that it can react. Throws Conflict when there is no process, and
     * InvalidRequest for a number the kernel does not know.
     */
    void send(Container container, int signal) {
        container.lock.lock();
        try {
            if (!SignalName.exists(signal)) {
                throw new InvalidRequest("the linux daemon does not support signal " + signal);
            }
            boolean ends = signal == SignalName.SIGKILL
                    || signal == container.spec().stop().signal();
            if (container.state() instanceof State.Restarting && ends) {
                restarts.cancel(container);
                return;
            }
            Active active = container.active();
            if (active == null || !container.state().alive()) {
                throw new Conflict("container " + container.id + " is not running");
            }
            if (ends && container.ending() == Container.Ending.BY_ITSELF) {
                container.ending(Container.Ending.STOPPED);
            }
            active.live().signal(signal);
            if (container.state() instanceof State.Paused) {
                active.cgroup().ifPresent(Cgroup::thaw);
                container.remember(edit -> edit.state = container.after(new State.Event.Thawed()));
            } else if (signal == SignalName.SIGKILL) {
                active.cgroup().ifPresent(Signals::thaw);
            }
        } finally {
            container.lock.unlock();
        }
        parts.tell(container, "kill", "signal", String.valueOf(signal));
    }

    /** A container that may mount the freezer of version 1 can freeze itself, and who is frozen there does not die. */
    private static void thaw(Cgroup cgroup) {
        try {
            cgroup.thaw();
        } catch (EngineException | ErrnoException noFreezer) {
            LOG.log(Level.DEBUG, "thaw what is killed", noFreezer);
        }
    }

    /** Whether it ended within {@code limit}; a negative limit waits for ever. */
    static boolean awaitEnd(Container container, Duration limit) {
        CompletableFuture<LastRun> end = container.waitFor(Container.Moment.NEXT_EXIT);
        if (!container.state().alive()) {
            end.complete(container.file().lastRun());
            return true;
        }
        try {
            if (limit.isNegative()) {
                end.get();
            } else {
                end.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            }
            return true;
        } catch (TimeoutException e) {
            end.cancel(false);
            return false;
        } catch (InterruptedException e) {
            end.cancel(false);
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** SIGKILL, and waits until it has ended. */
    void killAndWait(Container container) {
        try {
            send(container, SignalName.SIGKILL);
        } catch (Conflict alreadyEnded) {
            return;
        }
        if (!awaitEnd(container, PATIENCE)) {
            throw new dev.sampan.engine.error.EngineException.SystemFailure(
                    "container " + container.id + ": tried to kill container, but did not receive an exit event");
        }
    }
}
