package dev.sampan.server.docker;

import dev.sampan.engine.process.Attachment;
import dev.sampan.engine.process.OutputSink;
import dev.sampan.engine.process.StreamType;
import dev.sampan.server.http.Exchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

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

    private static final Executor CLOSER = CompletableFuture.delayedExecutor(CLOSING_SECONDS, TimeUnit.SECONDS);

    private final CountDownLatch begun = new CountDownLatch(1);
    /** A frame is one piece on the wire, whoever writes it. */
    private final ReentrantLock writing = new ReentrantLock();

    private final boolean multiplexed;
    private final Function<Attachment.End, CompletableFuture<?>> beforeEnd;
    private Exchange.Duplex connection;
    private Frames frames;

    /** @param beforeEnd gives what must have happened before the client sees the end of the output */
    Conversation(boolean multiplexed, Function<Attachment.End, CompletableFuture<?>> beforeEnd) {
        this.multiplexed = multiplexed;
        this.beforeEnd = beforeEnd;
        this.frames = new Frames((bytes, from, length) -> {}, multiplexed);
    }

    /** Leaves HTTP. Output still waits, so that logs can come first. */
    void hijack(Exchange exchange, String head) throws IOException {
        connection = exchange.hijack(head);
        frames = new Frames(connection.wire()::write, multiplexed);
    }

    /** For what comes before any live output. */
    Frames frames() {
        return frames;
    }

    /** Live output flows from here on. */
    void begin() {
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

    /** Output has ended. The client is told in {@link #converse}, when it is known why. */
    @Override
    public void close() {}

    /** The client sees the end of the output; its own end ends the connection. */
    void endOutput() {
        try {
            connection.wire().shutdownOutput();
        } catch (IOException e) {
            // The client is gone, which is what it would have been told.
            connection.wire().close();
        }
    }

    /** Passes input until the client ends it, and returns when the client has been told the end of the output. */
    void converse(Attachment attachment) {
        CompletableFuture<Void> told = attachment
                .ended()
                .thenCompose(why -> beforeEnd.apply(why).handle((_, _) -> why))
                .thenAccept(_ -> endOutput());
        attachment.ended().thenRunAsync(connection.wire()::close, CLOSER);
        byte[] buffer = new byte[32 << 10];
        try {
            int n = connection.input().read(buffer, 0, buffer.length);
            while (n >= 0) {
                attachment.write(ByteBuffer.wrap(buffer, 0, n));
                n = connection.input().read(buffer, 0, buffer.length);
            }
            attachment.endInput();
            probe(attachment);
        } catch (IOException e) {
            attachment.close();
        }
        told.join();
    }

    /**
     * A half-close and a client that is gone look the same to a reader; only a write tells. Where chunks have frames, an empty
     * one is no output, so a quiet container does not keep the connections of clients that died.
     */
    private void probe(Attachment attachment) throws IOException {
        while (multiplexed && !attachment.ended().isDone()) {
            try {
                attachment.ended().get(PROBE_SECONDS, TimeUnit.SECONDS);
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
