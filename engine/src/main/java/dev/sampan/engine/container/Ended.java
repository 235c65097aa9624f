package dev.sampan.engine.container;

import dev.sampan.engine.archive.Tree;
import dev.sampan.engine.container.state.ContainerFile;
import dev.sampan.engine.container.state.EndpointState;
import dev.sampan.engine.container.state.State;
import dev.sampan.engine.error.Report;
import dev.sampan.engine.process.ExitStatus;
import dev.sampan.engine.process.Live;
import dev.sampan.engine.process.OutputSink;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

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
        live.connect(container.streams(), log, status -> run(container, live, status));
    }

    /** What follows an end: nothing but the news, or one of these. */
    private enum Next {
        NOTHING,
        RESTART,
        REMOVAL
    }

    private void run(Container container, Live live, ExitStatus status) {
        Next next = Next.NOTHING;
        container.lock.lock();
        try {
            Active active = container.active();
            if (active == null || active.live() != live) {
                return;
            }
            next = end(container, active, status);
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

    /** Each step whatever became of the one before: nobody may wait for ever, and nothing may stay. */
    private Next end(Container container, Active active, ExitStatus end) {
        container.active(null);
        container.runEnded();
        boolean oom = attempt("ask for its memory", container, () -> oomKilled(active), false);
        Next next = attempt("decide what follows", container, () -> next(container, end), Next.NOTHING);
        active.sandbox()
                .ifPresent(sandbox -> attempt(
                        "leave the network", container, () -> parts.networks().release(sandbox)));
        boolean saved = attempt("remember the end", container, () -> remember(container, end, next, oom), false);
        if (container.state().alive()) { // it could not even be remembered as it was
            container.remember(edit -> edit.state = new State.Exited());
        }
        container.cleanUp(() -> cleanUp(container, active, saved, next == Next.REMOVAL));
        attempt("tell the end", container, () -> tell(container, active, end));
        return next;
    }

    private static boolean oomKilled(Active active) {
        return active.cgroup().map(group -> group.oomKills() > 0).orElse(false);
    }

    private Next next(Container container, ExitStatus end) {
        if (container.ending() == Container.Ending.BY_ITSELF && policies.restarts(container, end)) {
            return Next.RESTART;
        }
        boolean removes = container.ending() != Container.Ending.RESTARTED
                && container.spec().removedAtEnd();
        return removes ? Next.REMOVAL : Next.NOTHING;
    }

    /** @return whether it is on disk */
    private static boolean remember(Container container, ExitStatus end, Next next, boolean oom) {
        boolean restarts = next == Next.RESTART;
        Consumer<ContainerFile.Edit> ended = edit -> {
            edit.state = State.next(edit.state, new State.Event.Ended(restarts)).orElseGet(State.Exited::new);
            edit.lastRun = edit.lastRun.ended(end.finished(), end.code(), oom);
            edit.endpoints = EndpointState.left(edit.endpoints);
            edit.restartCount += restarts ? 1 : 0;
            edit.stoppedByUser = container.ending() == Container.Ending.STOPPED;
        };
        if (RestartPolicies.any(container.spec())) {
            return container.happened(ended);
        }
        container.remember(ended);
        return false;
    }

    /**
     * What nobody who waits for the end needs to wait for, too. Where no restart depends on it, that is also the container's file: the
     * exit record is on disk already, and the session, which leads the next engine to it and to the rest, goes last.
     */
    private void cleanUp(Container container, Active active, boolean saved, boolean removes) {
        boolean written = saved || removes || attempt("write the end", container, container::write);
        attempt("close the process", container, active.live()::close);
        attempt("unmount the root file system", container, () -> parts.rootfs().unmount(container.id));
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
        Supplier<Boolean> done = () -> {
            action.run();
            return true;
        };
        return attempt(what, container, done, false);
    }

    private static <T> T attempt(String what, Container container, Supplier<T> action, T otherwise) {
        try {
            return action.get();
        } catch (Throwable e) {
            Report.log(LOG, Level.WARNING, what + " of container " + container.id, e);
            return otherwise;
        }
    }

    private void tell(Container container, Active active, ExitStatus end) {
        ContainerFile file = container.file();
        if (file.lastRun().oomKilled()) {
            parts.tell(container, "oom");
        }
        NetworkSetup.tell(parts, file, active.sandbox(), "disconnect");
        long seconds =
                Duration.between(file.lastRun().startedAt(), end.finished()).toSeconds();
        parts.tell(container, "die", "exitCode", String.valueOf(end.code()), "execDuration", String.valueOf(seconds));
    }
}
