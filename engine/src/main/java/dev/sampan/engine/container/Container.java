package dev.sampan.engine.container;

import dev.sampan.engine.container.spec.DockerSpec;
import dev.sampan.engine.container.state.ContainerFile;
import dev.sampan.engine.container.state.LastRun;
import dev.sampan.engine.container.state.State;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.error.Report;
import dev.sampan.engine.process.Streams;
import dev.sampan.engine.spec.ContainerSpec;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One container in memory. Whoever changes it holds {@link #lock}; whoever reads takes one {@link #file} snapshot and needs no lock.
 */
final class Container {

    private static final Logger LOG = System.getLogger(Container.class.getName());

    final String id;
    final ReentrantLock lock = new ReentrantLock();
    private final ContainerTable table;
    private volatile ContainerFile file;

    /** Of {@link #file}: translated when one of what it comes from has changed. */
    private volatile ContainerSpec spec;

    /** Held while the file is written, so that an older snapshot never replaces a newer one. */
    private final Object writing = new Object();

    /** Of its present run, or of the next one: a client attaches before the start. */
    private volatile Streams streams;

    /** Completes when the clients of the last run have its output, or are not waited for any more. */
    private volatile CompletableFuture<Void> delivered = CompletableFuture.completedFuture(null);

    /** Held shared while a process is started in it, alone while it is frozen: one that froze half-way would not come to its end. */
    final ReadWriteLock freezing = new ReentrantReadWriteLock();

    /** Cancels the waiting before a restart. */
    private volatile @Nullable Thread restart;

    /** The coming end was asked for: no restart, and no removal while the engine itself starts it again. */
    private volatile Ending ending = Ending.BY_ITSELF;

    /** What runs it, while it has a process. */
    private volatile @Nullable Active active;

    private volatile CompletableFuture<Void> cleaned = CompletableFuture.completedFuture(null);

    private final List<Waiter> waiters = new ArrayList<>();

    Container(ContainerTable table, ContainerFile file) {
        this.table = table;
        this.id = file.id();
        this.file = file;
        this.spec = DockerSpec.of(file);
        this.streams = streams(spec);
    }

    private static Streams streams(ContainerSpec spec) {
        return new Streams(spec.process().hasTerminal(), spec.process().stdinOnce());
    }

    Streams streams() {
        return streams;
    }

    CompletableFuture<Void> delivered() {
        return delivered;
    }

    /** The run is over, as the state says from now on: who attaches later means the next one. The lock is held. */
    Streams runEnded() {
        checkLocked();
        Streams over = streams;
        delivered = over.delivered();
        streams = streams(spec);
        return over;
    }

    Ending ending() {
        return ending;
    }

    void ending(Ending now) {
        ending = now;
    }

    @Nullable
    Thread restart() {
        return restart;
    }

    void restart(@Nullable Thread waiting) {
        restart = waiting;
    }

    ContainerFile file() {
        return file;
    }

    /** What it shall be, as the file says. */
    ContainerSpec spec() {
        return spec;
    }

    private void replaceFile(ContainerFile now) {
        boolean same =
                now.config() == file.config() && now.hostConfig() == file.hostConfig() && now.mounts() == file.mounts();
        if (!same) {
            spec = DockerSpec.of(now);
        }
        file = now;
    }

    State state() {
        return file.state();
    }

    @Nullable
    Active active() {
        return active;
    }

    void active(@Nullable Active now) {
        active = now;
    }

    /** Replaces the snapshot and writes it to disk; one that cannot be written did not change. The lock is held. */
    void save(Consumer<ContainerFile.Edit> change) {
        checkLocked();
        var edit = file.edit();
        change.accept(edit);
        ContainerFile changed = edit.done();
        synchronized (writing) {
            table.write(changed);
            replaceFile(changed);
        }
    }

    /** Writes the snapshot of this moment to disk, without the lock: what was only remembered so far. */
    void write() {
        synchronized (writing) {
            table.write(file);
        }
    }

    /**
     * Tells what has happened already, which a full disk cannot undo: remembered first, then written. The lock is held.
     *
     * @return whether it is on disk
     */
    boolean happened(Consumer<ContainerFile.Edit> change) {
        remember(change);
        try {
            write();
            return true;
        } catch (RuntimeException | Error e) {
            Report.log(LOG, Level.ERROR, "what the file of container " + id + " should say is true in memory alone", e);
            return false;
        }
    }

    /** Runs beside what follows, or before it where there is no thread for it; the next start or removal waits for it. */
    void cleanUp(Runnable work) {
        cleaned = CompletableFuture.runAsync(work, this::beside).exceptionally(failed -> {
            Report.log(LOG, Level.ERROR, "clean-up of container " + id, failed);
            return null;
        });
    }

    private void beside(Runnable work) {
        try {
            Thread.ofVirtual().name("clean-up of " + id).start(work);
        } catch (Throwable none) {
            work.run();
        }
    }

    void awaitCleanUp() {
        cleaned.join();
    }

    /** Replaces the snapshot in memory alone, for what a crash may forget. */
    void remember(Consumer<ContainerFile.Edit> change) {
        checkLocked();
        var edit = file.edit();
        change.accept(edit);
        synchronized (writing) {
            replaceFile(edit.done());
        }
    }

    /** The state after {@code event}; throws Conflict where that cannot happen. */
    State after(State.Event event) {
        State now = state();
        return State.next(now, event)
                .orElseThrow(() -> new EngineException.Conflict("container " + id + " is " + now.word() + ": "
                        + event.getClass().getSimpleName() + " cannot happen to it"));
    }

    private void checkLocked() {
        if (!lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("changing container " + id + " without its lock");
        }
    }

    /** Completed by {@link #tell} of the moment it waits for. */
    CompletableFuture<LastRun> waitFor(Moment moment) {
        var future = new CompletableFuture<LastRun>();
        synchronized (waiters) {
            waiters.add(new Waiter(moment, future));
        }
        future.whenComplete((_, _) -> {
            synchronized (waiters) {
                waiters.removeIf(waiter -> waiter.future() == future);
            }
        });
        return future;
    }

    void tell(Moment moment) {
        List<Waiter> told;
        synchronized (waiters) {
            told = waiters.stream()
                    .filter(waiter -> waiter.moment() == moment || moment == Moment.REMOVED)
                    .toList();
        }
        // One that is gone tells its code alone, as Docker does.
        LastRun last = moment == Moment.REMOVED ? file.lastRun().withoutError() : file.lastRun();
        told.forEach(waiter -> waiter.future().complete(last));
    }

    /** Why a process ends: decides what follows. */
    enum Ending {
        BY_ITSELF,
        STOPPED,
        RESTARTED,
        /** The engine ends, and its containers with it: a restart policy holds again when it comes back. */
        SHUT_DOWN
    }

    /** Who waits for the removal learns why it failed, as from Docker: it may never come. */
    void tellRemovalFailed(String why) {
        List<Waiter> told;
        synchronized (waiters) {
            told = waiters.stream()
                    .filter(waiter -> waiter.moment() == Moment.REMOVED)
                    .toList();
        }
        LastRun last = file.lastRun();
        told.forEach(waiter -> waiter.future().complete(last.failedToStart(last.exitCode(), why)));
    }

    /** What a client can wait for. */
    enum Moment {
        NOT_RUNNING,
        NEXT_EXIT,
        REMOVED
    }

    private record Waiter(Moment moment, CompletableFuture<LastRun> future) {}
}
