package dev.sampan.engine.container;

import dev.sampan.engine.container.state.State;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.error.Report;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Starts containers again after their policy's delay; a stop or a removal cancels that. */
final class Restarts {

    private static final System.Logger LOG = System.getLogger(Restarts.class.getName());

    private final Parts parts;
    private final RestartPolicies policies;
    private final java.util.function.Supplier<Launch> launch;

    Restarts(Parts parts, RestartPolicies policies, java.util.function.Supplier<Launch> launch) {
        this.parts = parts;
        this.policies = policies;
        this.launch = launch;
    }

    /** Called when its state is Restarting. */
    void schedule(Container container) {
        Duration delay = policies.delay(container.file());
        Thread thread = Thread.ofVirtual().name("restart of " + container.id).unstarted(() -> {
            try {
                Thread.sleep(delay);
            } catch (InterruptedException cancelled) {
                return;
            }
            again(container);
        });
        container.restart(thread);
        try {
            thread.start();
        } catch (Throwable none) {
            Report.log(LOG, Level.ERROR, "restart of container " + container.id, none);
            giveUp(container, none);
        }
    }

    private static void giveUp(Container container, Throwable why) {
        container.lock.lock();
        try {
            container.happened(edit -> {
                edit.state = container.after(new State.Event.GaveUp());
                edit.lastRun = edit.lastRun.failedToRestart("restart: " + why.getMessage());
            });
        } finally {
            container.lock.unlock();
        }
        container.tell(Container.Moment.NOT_RUNNING);
    }

    private void again(Container container) {
        container.lock.lock();
        try {
            if (!(container.state() instanceof State.Restarting)) {
                return;
            }
            launch.get().run(container);
        } catch (EngineException e) {
            LOG.log(Level.WARNING, "restart of container " + container.id + ": " + e.getMessage());
        } catch (Throwable e) {
            LOG.log(Level.ERROR, "restart of container " + container.id, e);
        } finally {
            container.lock.unlock();
        }
    }

    /** The container's lock is held and its state is Restarting: it becomes Exited. */
    void cancel(Container container) {
        Thread waiting = container.restart();
        if (waiting != null) {
            waiting.interrupt();
        }
        container.happened(edit -> {
            edit.state = container.after(new State.Event.GaveUp());
            edit.stoppedByUser = true;
        });
        container.tell(Container.Moment.NOT_RUNNING);
        parts.tell(container, "stop");
    }
}
