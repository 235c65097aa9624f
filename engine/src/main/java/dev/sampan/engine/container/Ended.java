package dev.sampan.engine.container;

import dev.sampan.engine.archive.Tree;
import dev.sampan.engine.container.state.ContainerFile;
import dev.sampan.engine.container.state.State;
import dev.sampan.engine.error.Cause;
import dev.sampan.engine.process.ExitStatus;
import dev.sampan.engine.process.Live;
import dev.sampan.engine.process.OutputSink;
import dev.sampan.engine.process.Streams;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What follows the end of a container's process: clean up, remember, tell, and restart or remove where that is asked for. */
final class Ended {

    private static final Logger LOG = System.getLogger(Ended.class.getName());

    private final Parts parts;
    private final RestartPolicies policies;
    private final Consumer<Container> restart;
    private final Consumer<Container> remove;

    /**
     * @param restart starts again after the policy's delay
     * @param remove removes a container with {@code --rm}
     */
    Ended(Parts parts, RestartPolicies policies, Consumer<Container> restart, Consumer<Container> remove) {
        this.parts = parts;
        this.policies = policies;
        this.restart = restart;
        this.remove = remove;
    }

    /** Connects the process; at its end the container's state is written before any client sees the end of the output. */
    void follow(Container container, Live live, OutputSink log) {
        live.connect(container.streams(), log, status -> run(container, live, status, null));
        live.exited().whenComplete((status, failure) -> {
            if (failure != null) {
                Thread.ofVirtual().name("end of " + container.id).start(() -> run(container, live, null, failure));
            }
        });
    }

    /** What follows an end: nothing but the news, or one of these. */
    private enum Next {
        NOTHING,
        RESTART,
        REMOVAL
    }

    /** @param status null when {@code failure} says why nobody knows it */
    private void run(Container container, Live live, @Nullable ExitStatus status, @Nullable Throwable failure) {
        Next next = Next.NOTHING;
        container.lock.lock();
        try {
            Active active = container.active();
            if (active == null || active.live() != live) {
                return;
            }
            next = end(container, active, status, failure);
        } catch (Throwable e) {
            LOG.log(Level.ERROR, "end of container " + container.id + ": " + Cause.of(e), e);
            // It has no process, whatever kept us from telling more.
            container.active(null);
            container.remember(edit -> edit.state = edit.state.running() ? new State.Exited() : edit.state);
        } finally {
            container.lock.unlock();
        }
        container.tell(Container.Moment.NEXT_EXIT);
        if (next == Next.RESTART) {
            restart.accept(container);
        } else {
            container.tell(Container.Moment.NOT_RUNNING);
        }
        if (next == Next.REMOVAL) {
            remove.accept(container);
        }
    }

    private Next end(Container container, Active active, @Nullable ExitStatus status, @Nullable Throwable failure) {
        if (failure != null) {
            LOG.log(Level.WARNING, "how container " + container.id + " ended is not known", failure);
        }
        ExitStatus end = status != null
                ? status
                : ExitStatus.unknown(container.file().lastRun().startedAt(), Instant.now());
        var oom = new boolean[1];
        attempt(
                "ask for its memory",
                container,
                () -> oom[0] =
                        active.cgroup().map(group -> group.oomKills() > 0).orElse(false));
        Container.Ending ending = container.ending();
        boolean restarts = ending == Container.Ending.BY_ITSELF && policies.restarts(container.file(), end);
        boolean removes = !restarts
                && ending != Container.Ending.RESTARTED
                && container.file().hostConfig().autoRemove();
        active.sandbox()
                .ifPresent(sandbox -> attempt(
                        "leave the network", container, () -> parts.networks().release(sandbox)));
        container.active(null);
        Streams over = container.runEnded();
        if (failure != null) {
            over.abandon();
        }
        Consumer<ContainerFile.Edit> ended = edit -> {
            edit.state = container.after(new State.Event.Ended(restarts));
            edit.lastRun = edit.lastRun.ended(end.finished(), end.code(), oom[0]);
            edit.networks = NetworkSetup.left(edit.networks);
            edit.restartCount += restarts ? 1 : 0;
            edit.stoppedByUser = ending == Container.Ending.STOPPED;
        };
        boolean durable = RestartPolicies.any(container.file());
        boolean saved = durable && container.happened(ended);
        if (!durable) {
            container.remember(ended);
        }
        container.cleanUp(() -> cleanUp(container, active, saved, removes));
        attempt("tell the end", container, () -> tell(container, active, end));
        return restarts ? Next.RESTART : removes ? Next.REMOVAL : Next.NOTHING;
    }

    /**
     * What nobody who waits for the end needs to wait for, too. Where no restart depends on it, that is also the container's file: the
     * exit record is on disk already, and the session, which leads the next engine to it and to the rest, goes last.
     */
    private void cleanUp(Container container, Active active, boolean saved, boolean removes) {
        boolean written = saved || removes || attempt("write the end", container, container::write);
        attempt("close the process", container, active.live()::close);
        boolean groupIsGone = active.cgroup()
                .map(group -> attempt("remove the cgroup", container, group::delete))
                .orElse(true);
        if (removes || !groupIsGone || !written) {
            // The removal takes the session, or the next engine does, which finds the group by it, and by its exit
            // record an
            // end that could not be written on a full disk.
            return;
        }
        attempt("remove the process directory", container, () -> {
            try {
                Tree.remove(parts.places().process(container.id));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    /** Answers whether it went well. */
    private static boolean attempt(String what, Container container, Runnable action) {
        try {
            action.run();
            return true;
        } catch (Throwable e) {
            LOG.log(Level.WARNING, what + " of container " + container.id + ": " + Cause.of(e), e);
            return false;
        }
    }

    private void tell(Container container, Active active, ExitStatus end) {
        ContainerFile file = container.file();
        if (file.lastRun().oomKilled()) {
            parts.tell(file, "oom");
        }
        NetworkSetup.tell(parts, file, active.sandbox(), "disconnect");
        long seconds =
                Duration.between(file.lastRun().startedAt(), end.finished()).toSeconds();
        parts.tell(file, "die", "exitCode", String.valueOf(end.code()), "execDuration", String.valueOf(seconds));
    }
}
