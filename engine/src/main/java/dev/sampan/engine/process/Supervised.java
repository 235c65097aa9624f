package dev.sampan.engine.process;

import dev.sampan.engine.error.Report;
import dev.sampan.linux.launch.ExitRecord;
import dev.sampan.linux.launch.Slot;
import dev.sampan.linux.loop.Loop;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Events;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Pipes;
import dev.sampan.linux.syscall.Processes;
import dev.sampan.linux.syscall.Terminals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** A process with its supervisor, as the daemon that launched it or a later one sees them. */
final class Supervised implements Live {

    /** What there is to hold on to: nothing any more once the process has ended. */
    private record Handles(
            Optional<Fd> process,
            Optional<Fd> supervisor,
            CompletableFuture<Void> supervisorEnded,
            Stdio stdio,
            Fd control) {}

    private static final System.Logger LOG = System.getLogger(Supervised.class.getName());
    /** A process that the kernel does not let die is not waited for for ever. */
    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    private static final Duration LONGEST_READ = Duration.ofSeconds(10);
    private static final Duration READ_AGAIN = Duration.ofMillis(100);

    private final LiveRecord record;
    private final Optional<Handles> handles;
    private final CompletableFuture<ExitStatus> exited = new CompletableFuture<>();
    private volatile boolean over;
    private volatile Optional<Streams> connected = Optional.empty();
    private volatile CompletableFuture<Void> watch = CompletableFuture.completedFuture(null);

    private Supervised(LiveRecord record, Optional<Handles> handles) {
        this.record = record;
        this.handles = handles;
    }

    static Live launched(LiveRecord record, Stdio stdio, Fd control, CompletableFuture<Void> supervisorEnded) {
        return new Supervised(
                record,
                Optional.of(new Handles(open(record.process()), Optional.empty(), supervisorEnded, stdio, control)));
    }

    static Optional<Live> reattach(LiveRecord record) {
        var handles = open(record.supervisor()).flatMap(supervisor -> taken(record, supervisor));
        if (handles.isPresent() || exitRecord(record).isPresent()) {
            return Optional.of(new Supervised(record, handles));
        }
        return open(record.process()).map(process -> orphan(record, process));
    }

    /**
     * Somebody killed the supervisor, and what it held is gone with the earlier daemon: the process runs on and its end is seen, but not
     * its output any more, and nobody will know its exit code.
     */
    private static Live orphan(LiveRecord record, Fd process) {
        LOG.log(
                Level.WARNING,
                "the supervisor of process " + record.process().pid()
                        + " was killed: the process goes on without its output, and its exit code will not be known");
        var silence = new Stdio.Pipes(Optional.empty(), atItsEnd(), atItsEnd());
        var handles = new Handles(
                Optional.of(process),
                Optional.empty(),
                CompletableFuture.completedFuture(null),
                silence,
                Events.eventfd(0, Events.EFD_NONBLOCK));
        return new Supervised(record, Optional.of(handles));
    }

    private static Fd atItsEnd() {
        var pipe = Pipes.pipe2(Files.O_NONBLOCK);
        pipe.writer().close();
        return pipe.reader();
    }

    /** Empty where the supervisor ends while we take: its exit record is written by then, and its output was read or given up. */
    private static Optional<Handles> taken(LiveRecord record, Fd supervisor) {
        var taken = new ArrayList<AutoCloseable>(List.of(supervisor));
        try {
            var process = open(record.process());
            process.ifPresent(taken::add);
            var control = take(supervisor, Slot.CONTROL);
            taken.add(control);
            var stdio = stdio(record, supervisor);
            taken.add(stdio);
            return Optional.of(new Handles(process, Optional.of(supervisor), recorded(supervisor), stdio, control));
        } catch (Throwable failed) {
            taken.forEach(Supervised::close);
            if (failed instanceof ErrnoException gone && Processes.isExiting(gone)) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    private static void close(AutoCloseable taken) {
        try {
            taken.close();
        } catch (Exception e) {
            throw new IllegalStateException("close " + taken, e);
        }
    }

    /** The supervisor may wait for us to read before it ends itself. */
    private static CompletableFuture<Void> recorded(Fd supervisor) {
        Fd event = take(supervisor, Slot.RECORDED);
        var told = Loop.shared().whenReadable(event);
        var ended = Loop.shared().whenReadable(supervisor);
        Runnable unwatch = () -> {
            told.cancel(false);
            ended.cancel(false);
            event.close();
        };
        // Before anybody hears of it: who does may close the supervisor's descriptor while it is still watched.
        var first = CompletableFuture.anyOf(told, ended).<Void>handle((any, failed) -> {
            unwatch.run();
            return null;
        });
        first.whenComplete((any, cancelled) -> unwatch.run());
        return first;
    }

    private static Optional<Fd> open(LiveRecord.Id id) {
        try {
            Fd pidfd = Processes.pidfdOpen(id.pid());
            boolean same = false;
            try {
                // Only now does the pid stay ours: compare after opening.
                same = id.alive();
            } finally {
                if (!same) {
                    pidfd.close();
                }
            }
            return same ? Optional.of(pidfd) : Optional.empty();
        } catch (ErrnoException refused) {
            if (refused.is(Errno.ESRCH)) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    private static Stdio stdio(LiveRecord record, Fd supervisor) {
        var taken = new ArrayList<Fd>();
        try {
            if (record.terminal()) {
                Fd master = added(take(supervisor, Slot.TERMINAL), taken);
                return new Stdio.Terminal(master, Files.duplicate(master.number(), 0));
            }
            var stdin = record.stdin() ? takeIfOpen(supervisor, Slot.STDIN) : Optional.<Fd>empty();
            stdin.ifPresent(taken::add);
            Fd stdout = added(take(supervisor, Slot.STDOUT), taken);
            return new Stdio.Pipes(stdin, stdout, take(supervisor, Slot.STDERR));
        } catch (Throwable failed) {
            taken.forEach(Fd::close);
            throw failed;
        }
    }

    private static Fd added(Fd descriptor, List<Fd> taken) {
        taken.add(descriptor);
        return descriptor;
    }

    private static Fd take(Fd supervisor, Slot slot) {
        return Processes.pidfdGetfd(supervisor.number(), slot.number());
    }

    /** Standard input was closed for good when a client of the earlier daemon ended its own. */
    private static Optional<Fd> takeIfOpen(Fd supervisor, Slot slot) {
        try {
            return Optional.of(take(supervisor, slot));
        } catch (ErrnoException closed) {
            if (closed.is(Errno.EBADF)) {
                return Optional.empty();
            }
            throw closed;
        }
    }

    @Override
    public int pid() {
        return record.process().pid();
    }

    @Override
    public LiveRecord record() {
        return record;
    }

    @Override
    public void connect(Streams streams, OutputSink log, Consumer<ExitStatus> recorded) {
        if (handles.isEmpty()) {
            attempt("close its log", log::close);
            tell(told(), recorded, streams::abandon);
            return;
        }
        var open = handles.get();
        connected = Optional.of(streams);
        try {
            streams.connect(open.stdio(), log, Loop.shared(), this::closeStdin);
            watch = open.supervisorEnded().copy();
            // Now, while a failure can still be told: at the end nothing of this must be lacking.
            Thread.ofVirtual().name("exit").start(() -> awaitEnd(streams, recorded));
        } catch (Throwable failed) {
            streams.disconnect();
            connected = Optional.empty();
            throw failed;
        }
    }

    private void awaitEnd(Streams streams, Consumer<ExitStatus> recorded) {
        Optional<ExitRecord> told = Optional.empty();
        try {
            watch.join();
            told = told();
            if (told.isEmpty()) {
                awaitOrphan();
            }
        } catch (CancellationException forgotten) {
            return; // The descriptors were closed while it runs on.
        } catch (Throwable e) {
            Report.log(LOG, Level.ERROR, "how process " + pid() + " ends cannot be seen", e);
        }
        attempt("read its output to the end", streams::drain);
        over = true;
        tell(told, recorded, streams::finish);
    }

    /** Whatever fails of it, somebody waits to be told. */
    private void tell(Optional<ExitRecord> told, Consumer<ExitStatus> recorded, Runnable endClients) {
        var status = told.map(Supervised::status).orElseGet(() -> ExitStatus.unknown(record.started(), Instant.now()));
        attempt("tell its end", () -> recorded.accept(status));
        attempt("end its clients", endClients);
        attempt("close its descriptors", this::closeHandles);
        exited.complete(status);
    }

    private void attempt(String what, Runnable action) {
        try {
            action.run();
        } catch (Throwable e) {
            Report.log(LOG, Level.ERROR, what + ", of process " + pid() + ", which has ended", e);
        }
    }

    /** What its supervisor wrote. While the daemon has no descriptor left it cannot be read, which is no reason to forget it. */
    private Optional<ExitRecord> told() {
        var end = Instant.now().plus(LONGEST_READ);
        while (true) {
            try {
                return exitRecord(record);
            } catch (UncheckedIOException e) {
                if (Instant.now().isAfter(end)) {
                    Report.log(LOG, Level.ERROR, "how process " + pid() + " ended is not known", e);
                    return Optional.empty();
                }
                LockSupport.parkNanos(READ_AGAIN.toNanos());
            }
        }
    }

    /** Somebody killed the supervisor: its process runs on without it. */
    private void awaitOrphan() {
        handles.flatMap(Handles::process)
                .ifPresent(fd -> Loop.shared().whenReadable(fd).join());
    }

    private void closeStdin() {
        handles.ifPresent(open -> {
            if (open.stdio() instanceof Stdio.Pipes pipes) {
                pipes.stdin().ifPresent(Fd::close);
                Events.add(open.control().number(), 1);
            }
        });
    }

    @Override
    public CompletableFuture<ExitStatus> exited() {
        return exited;
    }

    @Override
    public boolean signal(int signal) {
        return handles.flatMap(Handles::process)
                .map(fd -> fd.isOpen() && Processes.pidfdSendSignal(fd.number(), signal))
                .orElse(false);
    }

    @Override
    public void resize(int height, int width) {
        if (handles.isPresent()
                && handles.get().stdio() instanceof Stdio.Terminal pty
                && pty.master().isOpen()) {
            Terminals.setWindowSize(pty.master().number(), new Terminals.WindowSize(height, width));
        }
    }

    @Override
    public void destroy() {
        signal(Processes.SIGKILL);
        handles.ifPresent(open -> open.supervisorEnded()
                .copy()
                .completeOnTimeout(null, LONGEST_END.toMillis(), TimeUnit.MILLISECONDS)
                .join());
        if (connected.isEmpty()) {
            over = true;
            closeHandles();
        }
    }

    @Override
    public void close() {
        watch.cancel(false);
        handles.filter(open -> open.supervisor().isPresent())
                .ifPresent(open -> open.supervisorEnded().cancel(false));
        if (!over) {
            // Its numbers are somebody else's once it is closed: nobody may wait for a descriptor by then.
            connected.ifPresent(Streams::disconnect);
        }
        closeHandles();
    }

    /** After the end the supervisor is told: output that a descendant or a stuck client left in a pipe is not waited for any more. */
    private synchronized void closeHandles() {
        handles.ifPresent(open -> {
            if (over && open.control().isOpen()) {
                Events.add(open.control().number(), 1);
            }
            open.process().ifPresent(Fd::close);
            open.supervisor().ifPresent(Fd::close);
            open.stdio().close();
            open.control().close();
        });
    }

    private static ExitStatus status(ExitRecord record) {
        return new ExitStatus(record.code(), record.started(), record.finished());
    }

    private static Optional<ExitRecord> exitRecord(LiveRecord record) {
        try {
            return ExitRecord.parse(java.nio.file.Files.readAllBytes(record.exitRecord()));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("read " + record.exitRecord(), e);
        }
    }
}
