package dev.sampan.engine.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What one client has not taken yet. Full at {@link #LIMIT}: then the pump waits, as dockerd does at the same size. Once the process
 * has ended it waits no more: see {@link #last}.
 */
final class Outbox {

    static final int LIMIT = 1 << 20;

    /** What two pipes can hold at most, when their process has ended and nobody may wait for the client. */
    static final int REST = 2 << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Chunk> chunks = new ArrayDeque<>();
    private int bytes;
    private boolean last;
    private boolean ended;
    private boolean cancelled;

    /** Waits while the client is far behind. Does nothing for a client that is gone. */
    void put(Chunk chunk) {
        lock.lock();
        try {
            while (bytes >= LIMIT && !last && !cancelled) {
                changed.awaitUninterruptibly();
            }
            if (last && bytes >= LIMIT + REST) {
                // What descendants of an ended process write on and on, for a client that does not read.
                ended = true;
            }
            if (!cancelled && !ended) {
                chunks.add(chunk);
                bytes += chunk.bytes().length;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * The process has ended: what its pipes still hold is taken at once, whether the client reads or not. A client that is then
     * behind by more than they can hold ends with what it has got.
     */
    void last() {
        lock.lock();
        try {
            last = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The next chunk, or {@link Chunk#END} after the last one. Waits for either. */
    Chunk take() {
        lock.lock();
        try {
            while (chunks.isEmpty() && !ended && !cancelled) {
                changed.awaitUninterruptibly();
            }
            if (cancelled || chunks.isEmpty()) {
                return Chunk.END;
            }
            Chunk chunk = chunks.remove();
            bytes -= chunk.bytes().length;
            changed.signalAll();
            return chunk;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing follows; what is in here is still taken. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody takes any more. */
    void cancel() {
        lock.lock();
        try {
            cancelled = true;
            chunks.clear();
            bytes = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    record Chunk(StreamType stream, byte[] bytes) {
        static final Chunk END = new Chunk(StreamType.STDOUT, new byte[0]);

        /** No chunk of a pipe is empty. */
        boolean isEnd() {
            return bytes.length == 0;
        }
    }
}
