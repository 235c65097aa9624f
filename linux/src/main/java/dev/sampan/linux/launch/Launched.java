package dev.sampan.linux.launch;

import dev.sampan.linux.loop.Loop;
import dev.sampan.linux.loop.Registration;
import dev.sampan.linux.proc.ProcessStat;
import dev.sampan.linux.syscall.Content;
import dev.sampan.linux.syscall.Epoll;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Processes;
import dev.sampan.linux.syscall.Sockets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A launch under way: signals, the gate, and what came of it. Waiting parks the caller and holds no carrier. Closing it
 * releases the daemon's descriptors of the launch; the processes live on and {@link #ended} still comes, but a child before
 * its gate fails.
 */
public final class Launched implements AutoCloseable {
    private static final int EXEC = 0;
    private static final int MOST_SIGNALS = 64;

    /** Null once closed: the supervisor's end is awaited as long as the container lives, and must not hold its plan. */
    private volatile EncodedPlan plan;

    private final int supervisor;
    private final Fd supervisorPidfd;
    private final Fd link;
    private final Fd results;
    private final CompletableFuture<Void> ended;
    private final CompletableFuture<Void> recorded = new CompletableFuture<>();
    private final Fd recordedEvent;
    private final Registration recordedWatch;
    private final Registration registration;
    // EXEC completes with the end of the link; signals when they come.
    private final Map<Integer, CompletableFuture<Void>> reached = new ConcurrentHashMap<>();

    /** One that cannot be watched, for lack of a descriptor, is killed: nobody would ever hear of it. */
    static Launched of(EncodedPlan plan, int supervisor, Fd link, Fd results, Fd recordedEvent) {
        Fd pidfd = null;
        try {
            pidfd = Processes.pidfdOpen(supervisor);
            return new Launched(plan, supervisor, pidfd, link, results, recordedEvent);
        } catch (Throwable failed) {
            link.close();
            if (pidfd != null) pidfd.close();
            try {
                Unwatched.kill(supervisor, () -> childIn(results));
            } catch (RuntimeException also) {
                failed.addSuppressed(also);
            }
            throw failed;
        }
    }

    private Launched(EncodedPlan plan, int supervisor, Fd pidfd, Fd link, Fd results, Fd recordedEvent) {
        this.plan = plan;
        this.supervisor = supervisor;
        this.link = link;
        this.results = results;
        supervisorPidfd = pidfd;
        this.recordedEvent = recordedEvent;
        recordedWatch = Loop.shared().register(recordedEvent, 0, (self, events) -> tellRecorded());
        ended = Loop.shared().whenReadable(supervisorPidfd).thenRun(this::reap);
        recordedWatch.interest(Epoll.EPOLLIN);
        registration = Loop.shared().register(link, 0, (self, events) -> receive());
        registration.interest(Epoll.EPOLLIN);
    }

    private void reap() {
        try {
            Processes.waitid(Processes.P_PID, supervisor, Processes.WEXITED);
            supervisorPidfd.close();
        } finally {
            // One that was killed has told nothing.
            tellRecorded();
            endOrphan();
        }
    }

    /**
     * Somebody killed the supervisor before the program ran: the child, which holds the link open and thus has its number still, waits at a
     * gate that nobody may open any more, or goes on with nobody to write down its end.
     */
    private synchronized void endOrphan() {
        if (!link.isOpen()) return;
        receive();
        if (!future(EXEC).isDone()) killOrphan();
    }

    private void tellRecorded() {
        try {
            recordedWatch.close();
            recordedEvent.close();
        } finally {
            recorded.complete(null);
        }
    }

    private CompletableFuture<Void> future(int signal) {
        return reached.computeIfAbsent(signal, key -> new CompletableFuture<>());
    }

    /** Not while another thread closes: the descriptors' numbers may be somebody else's afterwards. */
    private synchronized void receive() {
        if (!link.isOpen()) return;
        byte[] signals;
        try {
            signals = Sockets.recv(link.number(), MOST_SIGNALS, Sockets.MSG_DONTWAIT);
        } catch (ErrnoException failed) {
            if (failed.is(Errno.EAGAIN)) return;
            signals = new byte[0];
        }
        for (var signal : signals) future(signal).complete(null);
        if (signals.length == 0) linkEnded();
    }

    private void linkEnded() {
        registration.close();
        var failure = failure();
        if (failure == null) {
            future(EXEC).complete(null);
        } else {
            future(EXEC).completeExceptionally(failure);
        }
    }

    private LaunchException failure() {
        var read = read();
        var failed = read.failed();
        if (failed >= 0 && failed < plan.size()) return failedAt(plan.lowered(), failed, Errno.of(read.errno()), read);
        var tried = false;
        for (int exec : plan.execs()) {
            if (read.began(exec) == 0) continue;
            // One that succeeds never returns.
            if (read.ended(exec) == 0) return null;
            tried = true;
        }
        return tried ? cannotRun(read) : killed(read);
    }

    /** The supervisor, which then goes on, is meant only where there was no child. */
    private LaunchException killed(Results read) {
        var lowered = plan.lowered();
        var begun =
                IntStream.range(0, plan.size()).filter(i -> read.began(i) != 0).toArray();
        int last = IntStream.of(begun)
                .filter(i ->
                        lowered.steps().get(lowered.operations().get(i).step()).depth() > 0)
                .reduce(begun.length == 0 ? -1 : begun[begun.length - 1], (before, i) -> i);
        return LaunchException.killed(lowered, last, last >= 0 && read.ended(last) != 0);
    }

    /** Why its last step ended the process by itself; null where it runs. */
    private LaunchException cannotRun(Results read) {
        var lowered = plan.lowered();
        int candidate = 0;
        for (int i = 0; i < lowered.operations().size(); i++) {
            var op = lowered.operations().get(i);
            if (!op.isExit()) continue;
            var step = lowered.steps().get(op.step());
            if (!(step.planned().step() instanceof ProcessStep.Exec exec)) continue;
            if (read.began(i) != 0) {
                var errno = Errno.of((int) -read.result(plan.execs()[candidate]));
                return LaunchException.cannotRun(step, errno, exec.candidates().get(candidate));
            }
            candidate++;
        }
        return null;
    }

    private LaunchException failedAt(Lowered lowered, int operation, Errno errno, Results read) {
        var op = lowered.operations().get(operation);
        var step = lowered.steps().get(op.step());
        if (step.planned().step() instanceof CloneStep.Intermediate && errno == Errno.ECHILD) return killed(read);
        var decisive = op;
        var reason = errno;
        if (step.planned().step() instanceof ProcessStep.Exec) {
            // execvp(3): that a file was there and refused says more than that others were not there.
            for (int i = 0; i < lowered.operations().size(); i++) {
                var candidate = lowered.operations().get(i);
                if (candidate.step() != op.step() || !candidate.isExec()) continue;
                var answer = Errno.of((int) -read.result(i));
                if (decisive == op || reason == Errno.ENOENT || reason == Errno.ENOTDIR) {
                    decisive = candidate;
                    reason = answer;
                }
            }
        }
        return LaunchException.at(decisive, step, lowered.steps().size(), reason);
    }

    private Results read() {
        return Results.of(Content.pread(results.number(), plan.resultsSize() - Results.TRUSTED, Results.TRUSTED));
    }

    /** The supervisor's pid. */
    public int supervisor() {
        return supervisor;
    }

    /** Readable when the supervisor ends, which is after the exit record is on disk; closed then. */
    public Fd supervisorPidfd() {
        return supervisorPidfd;
    }

    /** The pid, in the daemon's pid namespace, of the first cloned process; 0 before the clone. Known before any signal. */
    public int child() {
        return childIn(results);
    }

    private static int childIn(Fd results) {
        return ByteBuffer.wrap(Content.pread(results.number(), Integer.BYTES, 0))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
    }

    /**
     * Gives the launch up and ends what it started, wherever that is by now; {@link #ended} follows. The supervisor first loses its
     * child: one that is still before its clone is killed itself, and there will be no child then.
     */
    public void kill() {
        closeLink();
        if (!killChild() && supervisorPidfd.isOpen()) {
            Processes.pidfdSendSignal(supervisorPidfd.number(), Processes.SIGKILL);
        }
    }

    /** After the supervisor's end: a child that it had cloned at its last moment, of which {@link #kill} knew nothing. */
    public void killOrphan() {
        int child = child();
        if (child > 0 && ProcessStat.of(child).isPresent()) Processes.kill(child, Processes.SIGKILL);
    }

    private boolean killChild() {
        int child = child();
        if (child <= 0) return false;
        try (var pidfd = ofChild(child, () -> Processes.pidfdOpen(child))) {
            return Processes.pidfdSendSignal(pidfd.number(), Processes.SIGKILL);
        } catch (ErrnoException gone) {
            return gone.is(Errno.ESRCH);
        }
    }

    /**
     * What is opened by the child's number. The supervisor has one child: when its child has the number afterwards, it had it all the
     * time, and nobody else can have got it meanwhile. ESRCH otherwise.
     */
    private Fd ofChild(int child, Supplier<Fd> open) {
        Fd opened = open.get();
        boolean its = false;
        try {
            its = ProcessStat.of(child)
                    .filter(stat -> stat.parent() == supervisor)
                    .isPresent();
        } finally {
            if (!its) opened.close();
        }
        if (!its) throw new ErrnoException("open", "of process " + child, Errno.ESRCH);
        return opened;
    }

    /** A file of the child below its directory in /proc, such as {@code ns/net}. ESRCH or ENOENT where it has ended. */
    public Fd open(String name) {
        int child = child();
        return ofChild(child, () -> Files.open("/proc/" + child + "/" + name, Files.O_RDONLY));
    }

    /** A copy of a descriptor that the child opened under this name; after a signal that follows the step. */
    public Fd take(Ref name) {
        var opened = plan.opened().get(name);
        var read = opened == null ? null : read();
        if (read == null || read.ended(opened.operation()) == 0 || read.result(opened.operation()) < 0) {
            throw new IllegalStateException("no step opened " + name + " yet");
        }
        int theirs = (int) read.result(opened.operation());
        if (opened.depth() == 0) return Processes.pidfdGetfd(supervisorPidfd.number(), theirs);
        int child = child();
        try (var pidfd = ofChild(child, () -> Processes.pidfdOpen(child))) {
            return Processes.pidfdGetfd(pidfd.number(), theirs);
        }
    }

    /** Waits for {@link SyncStep.Signal}; a {@link LaunchException} says which step failed before it. */
    public void awaitSignal(int number, Duration most) {
        await(future(number), "signal " + number, most);
    }

    /** Lets the child go on from {@link SyncStep.AwaitGate}. */
    public void openGate() {
        try {
            Sockets.send(link.number(), new byte[] {1}, Sockets.MSG_NOSIGNAL);
        } catch (ErrnoException gone) {
            // The child failed before its gate: awaitExec says why.
            if (!gone.is(Errno.EPIPE) && !gone.is(Errno.ECONNRESET)) throw gone;
        }
    }

    /** Waits until the program is executed; a {@link LaunchException} says which step failed instead. */
    public void awaitExec(Duration most) {
        await(future(EXEC), "exec", most);
    }

    private void await(CompletableFuture<Void> event, String name, Duration most) {
        // Whoever waits for a signal also learns that the link ended without it.
        var first = CompletableFuture.anyOf(event, future(EXEC));
        try {
            first.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof LaunchException cause) throw cause;
            throw new IllegalStateException(failed.getCause());
        } catch (TimeoutException late) {
            throw new LaunchException("no " + name + " from the launch within " + most, 0, Errno.ETIMEDOUT, false);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LaunchException("interrupted while waiting for " + name, 0, Errno.EINTR, false);
        }
    }

    /** The steps with results and times as they are by now: what explain prints. Not after close. */
    public List<ExecutedStep> steps() {
        return Explanation.of(plan.lowered(), read());
    }

    /** The steps as they are now, made into text only when asked for; also after close. */
    public Supplier<List<ExecutedStep>> executed() {
        var now = read();
        var executed = plan.plan();
        var arch = plan.arch();
        return () -> Explanation.of(Lowered.of(executed, arch), now);
    }

    /** Completes when the supervisor has ended, and was taken off the process table. */
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    /**
     * Completes when the child has ended and the exit record can be read: earlier than {@link #ended} by what the disk takes.
     * Also when the supervisor ended without writing one.
     */
    public CompletableFuture<Void> recorded() {
        return recorded.copy();
    }

    /** Gives the launch up: a child before its gate fails there. What became of it can still be read. */
    public synchronized void closeLink() {
        try (link) {
            registration.close();
        }
    }

    @Override
    public synchronized void close() {
        try (results) {
            closeLink();
        } finally {
            plan = null;
        }
    }
}
