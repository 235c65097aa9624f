package dev.sampan.engine.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One client on a process's streams: a terminal window, a {@code docker attach}. */
public final class Attachment implements AutoCloseable {

    private final Streams streams;
    private final Wanted wanted;
    private final OutputSink client;
    private final Outbox outbox = new Outbox();
    private final CompletableFuture<End> ended = new CompletableFuture<>();
    private final Optional<DetachKeys.Watch> watch;
    private volatile End reason = End.OUTPUT;
    private volatile boolean going = true;

    Attachment(Streams streams, Wanted wanted, OutputSink client) {
        this.streams = streams;
        this.wanted = wanted;
        this.client = client;
        // Without a terminal every byte is the process's own (golden: detach keys are not looked for without a
        // terminal).
        this.watch = wanted.detachKeys().filter(keys -> streams.terminal()).map(DetachKeys::watch);
    }

    /**
     * Passes what the client sent. Waits until the process exists and has room; input for one that has ended is dropped.
     *
     * @return false when nothing more is wanted: the detach keys were typed, or the attachment has ended
     */
    public boolean write(ByteBuffer input) {
        if (!wanted.stdin() || !going) {
            return going;
        }
        if (watch.isEmpty()) {
            return streams.input().write(input, this::going);
        }
        ByteBuffer passed = ByteBuffer.allocate(
                input.remaining() + wanted.detachKeys().orElseThrow().bytes().length);
        boolean detached = watch.get().filter(input, passed);
        boolean more = streams.input().write(passed.flip(), this::going);
        if (detached) {
            end(End.DETACHED);
        }
        return more && !detached;
    }

    /**
     * The client's input has ended (half-close). With StdinOnce and without a terminal the process sees the end of its input; else it
     * is this client's output that ends, as with Docker.
     */
    public void endInput() {
        if (!wanted.stdin()) {
            return;
        }
        if (streams.closesInputWithClient()) {
            streams.input().close();
        } else {
            end(End.INPUT);
        }
    }

    /** Completed after the client's sink is closed. */
    public CompletableFuture<End> ended() {
        return ended;
    }

    /** Why it ends or ended, for who closes the client's sink. */
    public End reason() {
        return reason;
    }

    /** There will be no output: what is written already is delivered, and the client closed. Returns after that. */
    public void abandon() {
        streams.forget(this);
        outbox.end();
        ended.join();
    }

    /** The client is gone. */
    @Override
    public void close() {
        end(End.CLIENT);
    }

    void deliver(StreamType stream, ByteBuffer chunk) {
        if (stream == StreamType.STDERR ? wanted.stderr() : wanted.stdout()) {
            byte[] bytes = new byte[chunk.remaining()];
            chunk.get(chunk.position(), bytes);
            outbox.put(new Outbox.Chunk(stream, bytes));
        }
    }

    /** The process has ended: nobody waits for this client any more. */
    void lastOutput() {
        outbox.last();
    }

    /** All output is in the outbox. */
    void outputEnded() {
        outbox.end();
    }

    private boolean going() {
        return going;
    }

    private void end(End why) {
        reason = why;
        leave();
        if (why == End.CLIENT) {
            outbox.cancel();
        } else {
            outbox.end();
        }
    }

    /** Whoever waits with this client's input is released. */
    private void leave() {
        going = false;
        streams.forget(this);
        streams.input().recheck();
    }

    /** Runs on a thread of its own until the end. */
    void serve() {
        try {
            for (var chunk = outbox.take(); !chunk.isEnd(); chunk = outbox.take()) {
                client.write(chunk.stream(), ByteBuffer.wrap(chunk.bytes()));
            }
        } catch (IOException gone) {
            reason = End.CLIENT;
        } finally {
            outbox.cancel();
            leave();
            try {
                client.close();
            } finally {
                ended.complete(reason);
            }
        }
    }

    /** What a client asked for. Output of a terminal is all STDOUT. */
    public record Wanted(boolean stdin, boolean stdout, boolean stderr, Optional<DetachKeys> detachKeys) {

        public static final Wanted OUTPUT = new Wanted(false, true, true, Optional.empty());
    }

    /** Why an attachment ended. */
    public enum End {
        /** The process has ended and everything was delivered. */
        OUTPUT,
        /** The client's input ended, and with it its interest. */
        INPUT,
        DETACHED,
        /** The client went away, or was closed by its server. */
        CLIENT
    }
}
