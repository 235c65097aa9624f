package dev.sampan.docker;

import dev.sampan.engine.process.Attachment;
import dev.sampan.engine.process.OutputSink;
import dev.sampan.engine.process.StreamType;
import dev.sampan.http.Exchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A client that left HTTP talks with a process: its bytes become input, output becomes its bytes, and either direction may
 * end before the other.
 *
 * <p>The order matters: the attachment is made before the head is sent, since a client starts the container as soon as it sees
 * the head. So what the process writes meanwhile waits for {@link #begin}.
 */
final class Conversation implements OutputSink {
    /** How long a client may take to close after it has seen the end. */
    private static final int CLOSING_SECONDS = 10;

    /** How often a client that said it sends nothing more is tested for still being there. */
    private static final int PROBE_SECONDS = 10;

    private static final Executor CLOSER = CompletableFuture.delayedExecutor(
            CLOSING_SECONDS,
            TimeUnit.SECONDS,
            task -> Thread.ofVirtual().name("close").start(task));

    private final CountDownLatch begun = new CountDownLatch(1);
    /** A frame is one piece on the wire, whoever writes it. */
    private final ReentrantLock writing = new ReentrantLock();

    private final boolean multiplexed;
    private final Runnable detached;
    private volatile Optional<Exchange.Duplex> connection = Optional.empty();
    private volatile Optional<Attachment> attachment = Optional.empty();
    private Frames frames;

    /** @param detached run before the client sees that its detach keys were taken */
    Conversation(boolean multiplexed, Runnable detached) {
        this.multiplexed = multiplexed;
        this.detached = detached;
        this.frames = new Frames((bytes, from, length) -> {}, multiplexed);
    }

    /** Leaves HTTP. Output still waits, so that logs can come first. */
    void hijack(Exchange exchange, String head) throws IOException {
        var left = exchange.hijack(head);
        connection = Optional.of(left);
        frames = new Frames(left.wire()::write, multiplexed);
    }

    /** For what comes before any live output. */
    Frames frames() {
        return frames;
    }

    /** Live output flows from here on; {@code attached} is where it comes from, if that is known already. */
    void begin(Optional<Attachment> attached) {
        attachment = attached;
        begun.countDown();
    }

    @Override
    public void write(StreamType stream, ByteBuffer chunk) throws IOException {
        await();
        writing.lock();
        try {
            frames.write(stream, chunk);
        } finally {
            writing.unlock();
        }
    }

    private void await() throws IOException {
        try {
            begun.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** The attachment has ended: the client sees the end of the output before anybody who waits for that goes on. */
    @Override
    public void close() {
        try {
            await();
        } catch (IOException interrupted) {
            return;
        }
        if (attachment.filter(a -> a.reason() == Attachment.End.DETACHED).isPresent()) {
            detached.run();
        }
        endOutput();
    }

    /** The client sees the end of the output; its own end ends the connection. */
    void endOutput() {
        connection.map(Exchange.Duplex::wire).ifPresent(wire -> {
            try {
                wire.shutdownOutput();
            } catch (IOException e) {
                // The client is gone, which is what it would have been told.
                wire.close();
            }
        });
    }

    /** Passes input until the client ends it, and returns when the client has been told the end of the output. */
    void converse(Attachment with) {
        var left = connection.orElseThrow();
        with.ended().thenRunAsync(left.wire()::close, CLOSER);
        byte[] buffer = new byte[32 << 10];
        try {
            int n = left.input().read(buffer, 0, buffer.length);
            while (n >= 0) {
                with.write(ByteBuffer.wrap(buffer, 0, n));
                n = left.input().read(buffer, 0, buffer.length);
            }
            with.endInput();
            probe(with);
        } catch (IOException e) {
            with.close();
        }
        with.ended().join();
    }

    /**
     * A half-close and a client that is gone look the same to a reader; only a write tells. Where chunks have frames, an empty
     * one is no output, so a quiet container does not keep the connections of clients that died.
     */
    private void probe(Attachment with) throws IOException {
        while (multiplexed && !with.ended().isDone()) {
            try {
                with.ended().get(PROBE_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException quiet) {
                write(StreamType.STDOUT, ByteBuffer.allocate(0));
            } catch (ExecutionException e) {
                throw new IOException("the attachment ended", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }
}
