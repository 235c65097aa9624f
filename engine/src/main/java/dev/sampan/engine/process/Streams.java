package dev.sampan.engine.process;

import dev.sampan.linux.loop.Loop;
import dev.sampan.linux.syscall.Epoll;
import dev.sampan.linux.syscall.Fd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The streams of one run of a container, or of one exec: clients attach before or while its process runs, and end with it. Whoever
 * attaches after the end gets its end at once; a container that runs again has new {@code Streams}.
 *
 * <p>Everything that ends may be told so twice, by whoever comes first: the end of the process, a removal, the end of the engine.
 */
public final class Streams {

    private static final Duration DESCENDANTS = Duration.ofSeconds(2);
    private static final Duration SLOW_CLIENTS = Duration.ofSeconds(1);

    private final boolean terminal;
    private final boolean stdinOnce;
    private final CompletableFuture<Void> delivered = new CompletableFuture<>();
    private final List<Attachment> attachments = new CopyOnWriteArrayList<>();
    private final Input input = new Input();
    /** Standard output and error have a pump each; a log is written by one at a time. */
    private final ReentrantLock logTurn = new ReentrantLock();

    private final AtomicBoolean disconnecting = new AtomicBoolean();
    private final CompletableFuture<Void> disconnected = new CompletableFuture<>();

    private volatile List<Pump> pumps = List.of();
    private volatile OutputSink log = (stream, chunk) -> {};
    private volatile boolean ending;
    private volatile boolean over;

    /** @param stdinOnce the process's input ends with the first client that ends its own */
    public Streams(boolean terminal, boolean stdinOnce) {
        this.terminal = terminal;
        this.stdinOnce = stdinOnce;
    }

    public boolean terminal() {
        return terminal;
    }

    /** The client gets what comes from now on. Its sink is called on a thread of its own and closed once at the end. */
    public Attachment attach(Attachment.Wanted wanted, OutputSink client) {
        var attachment = new Attachment(this, wanted, client);
        attachments.add(attachment);
        if (ending) {
            attachment.lastOutput();
        }
        if (over) {
            attachment.outputEnded();
        }
        try {
            Thread.ofVirtual().name("attached").start(attachment::serve);
        } catch (Throwable none) {
            attachments.remove(attachment);
            throw none;
        }
        return attachment;
    }

    /** Output flows from here on, to the log and to the clients that are there. */
    public void connect(Stdio stdio, OutputSink sink, Loop loop, Runnable stdinCloser) {
        log = sink;
        pumps = switch (stdio) {
            case Stdio.Pipes pipes ->
                List.of(
                        new Pump(StreamType.STDOUT, pipes.stdout(), loop, this::deliver),
                        new Pump(StreamType.STDERR, pipes.stderr(), loop, this::deliver));
            case Stdio.Terminal pty -> List.of(new Pump(StreamType.STDOUT, pty.master(), loop, this::deliver));
        };
        input.connect(stdin(stdio).map(fd -> new Input.Process(fd, new Waiter(loop, fd, Epoll.EPOLLOUT), stdinCloser)));
        pumps.forEach(Pump::start);
    }

    private static Optional<Fd> stdin(Stdio stdio) {
        return switch (stdio) {
            case Stdio.Pipes pipes -> pipes.stdin();
            case Stdio.Terminal pty -> Optional.of(pty.keyboard());
        };
    }

    private void deliver(StreamType stream, ByteBuffer chunk) {
        toLog(stream, chunk);
        for (Attachment attachment : attachments) {
            attachment.deliver(stream, chunk);
        }
    }

    private void toLog(StreamType stream, ByteBuffer chunk) {
        logTurn.lock();
        try {
            log.write(stream, chunk.duplicate());
        } catch (IOException broken) {
            // The container shall not stop because its log cannot be written; the log counts and reports what it lost.
        } finally {
            logTurn.unlock();
        }
    }

    /**
     * After the process has ended: waits until its output is read to the end and in the log. Clients hold up nobody from now on;
     * descendants that keep a pipe open are not waited for longer than two seconds.
     */
    public void drain() {
        passClientsBy();
        pumps.forEach(Pump::drainNow);
        ended(pumps)
                .completeOnTimeout(null, DESCENDANTS.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        disconnect();
    }

    /**
     * What is in the pipes now is read, and then no more: the process goes on without us, or has ended. When this returns its
     * descriptors may be closed.
     */
    void disconnect() {
        if (!disconnecting.compareAndSet(false, true)) {
            disconnected.join();
            return;
        }
        try {
            passClientsBy();
            pumps.forEach(Pump::stop);
            ended(pumps).join();
            input.end();
            log.close();
        } finally {
            disconnected.complete(null);
        }
    }

    private void passClientsBy() {
        ending = true;
        attachments.forEach(Attachment::lastOutput);
    }

    private static CompletableFuture<Void> ended(List<Pump> pumps) {
        return CompletableFuture.allOf(pumps.stream().map(Pump::ended).toArray(CompletableFuture[]::new));
    }

    /**
     * Drains, then closes the clients when they have everything. One that does not read is not waited for longer than a second: it
     * still gets the rest later.
     */
    public void finish() {
        drain();
        abandon();
        delivered.join();
    }

    /** Nothing will come any more, or no process at all: the clients end when they have what there is. */
    public void abandon() {
        over = true;
        input.end();
        var clients = attachments.stream().map(Attachment::ended).toArray(CompletableFuture[]::new);
        attachments.forEach(Attachment::outputEnded);
        CompletableFuture.allOf(clients)
                .completeOnTimeout(null, SLOW_CLIENTS.toMillis(), TimeUnit.MILLISECONDS)
                .thenRun(() -> delivered.complete(null));
    }

    /** Completes after the end, when every client has all output and its sink is closed, or a second after it was to have it. */
    public CompletableFuture<Void> delivered() {
        return delivered;
    }

    Input input() {
        return input;
    }

    boolean closesInputWithClient() {
        return stdinOnce && !terminal;
    }

    void forget(Attachment attachment) {
        attachments.remove(attachment);
    }
}
