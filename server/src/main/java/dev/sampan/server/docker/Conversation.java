package dev.sampan.server.docker;

import dev.sampan.engine.process.Attachment;
import dev.sampan.engine.process.OutputSink;
import dev.sampan.engine.process.StreamType;
import dev.sampan.server.http.Exchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
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

    private static final Executor CLOSER = CompletableFuture.delayedExecutor(CLOSING_SECONDS, TimeUnit.SECONDS);

    private final CountDownLatch begun = new CountDownLatch(1);
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
        frames.write(stream, chunk);
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
        } catch (IOException e) {
            attachment.close();
        }
        told.join();
    }
}
