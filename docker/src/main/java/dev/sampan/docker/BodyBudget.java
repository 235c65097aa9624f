package dev.sampan.docker;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.Unavailable;
import dev.sampan.http.Exchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * What the bodies of all requests may hold of the heap together. Usual ones are small and never wait. A large one becomes many small objects,
 * {@link #HEAP_PER_BYTE} times its size: such requests wait for each other, so that no number of them ends the daemon.
 */
final class BodyBudget {

    /** More than the arguments and the environment that execve(2) takes (6 MiB), so no container that can run has more. */
    static final int LARGEST = 8 << 20;

    static final int SMALL = 64 << 10;
    /** Measured with a body of labels only: the text, the maps, the container's file and its text again. */
    private static final int HEAP_PER_BYTE = 24;

    private static final int READERS = 8;

    private final int kibibytes;
    private final Semaphore heap;
    private final Semaphore readers = new Semaphore(READERS, true);
    private final Duration patience;

    /** @param heapBytes what large bodies may take together */
    BodyBudget(long heapBytes, Duration patience) {
        this.kibibytes = (int) Math.max(1, heapBytes >> 10);
        this.heap = new Semaphore(kibibytes, true);
        this.patience = patience;
    }

    static BodyBudget ofThisHeap() {
        return new BodyBudget(Runtime.getRuntime().maxMemory() / 4, Duration.ofMinutes(1));
    }

    /** A body, and what it counts until {@link #release}. */
    record Held(byte[] bytes, int kibibytes) {}

    /** @param limit ends the connection of a body that is not here after a time: nobody else waits for a client that sends no more */
    Held read(InputStream body, Function<Duration, Exchange.Limit> limit) throws IOException {
        byte[] first = body.readNBytes(SMALL);
        if (first.length < SMALL) {
            return new Held(first, 0);
        }
        // One reader's until the heap is there: so no more than the readers' bodies are held by those that wait for it.
        await(readers, 1);
        try {
            byte[] all = readLarge(first, body, limit);
            int cost = (int) Math.min(kibibytes, ((long) all.length * HEAP_PER_BYTE) >> 10);
            await(heap, cost);
            return new Held(all, cost);
        } finally {
            readers.release();
        }
    }

    void release(Held held) {
        heap.release(held.kibibytes());
    }

    private byte[] readLarge(byte[] first, InputStream body, Function<Duration, Exchange.Limit> limit)
            throws IOException {
        // Half of the others' patience: who waits for this reader gets its turn.
        try (var _ = limit.apply(patience.dividedBy(2))) {
            byte[] all = new SequenceInputStream(new ByteArrayInputStream(first), body).readNBytes(LARGEST + 1);
            if (all.length > LARGEST) {
                throw new InvalidRequest("request body is larger than " + LARGEST + " bytes");
            }
            return all;
        }
    }

    private void await(Semaphore semaphore, int permits) {
        try {
            if (semaphore.tryAcquire(permits, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new Unavailable("too many requests with large bodies at once, try again later");
    }
}
