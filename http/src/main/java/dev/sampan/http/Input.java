package dev.sampan.http;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The connection's read side: a small buffer, lines with a bound, and the watch for a peer that goes away while its request
 * is still being answered.
 */
final class Input {
    private final Wire wire;
    private final byte[] buffer = new byte[8192];
    private int from;
    private int to;
    private volatile @Nullable Watch watch;

    Input(Wire wire) {
        this.wire = wire;
    }

    private static final class Watch {
        final CountDownLatch over = new CountDownLatch(1);
        volatile boolean ended;
    }

    /**
     * Reads ahead on a thread of its own: an end or an error means that the peer is gone. A byte means that its next request
     * is here already; it stays in the buffer, and the watch is over. Only while nobody else reads.
     */
    void watch(Runnable gone) {
        if (from < to || watch != null) {
            return;
        }
        var begun = new Watch();
        watch = begun;
        Thread.ofVirtual().name("http-watch").start(() -> {
            try {
                begun.ended = !readMore();
            } catch (IOException e) {
                begun.ended = true;
            } finally {
                begun.over.countDown();
            }
            if (begun.ended) {
                gone.run();
            }
        });
    }

    /** False at the end. The buffer is empty when this is called. */
    private boolean fill() throws IOException {
        Watch begun = watch;
        if (begun == null) {
            return readMore();
        }
        try {
            begun.over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        watch = null;
        return !begun.ended;
    }

    private boolean readMore() throws IOException {
        int n = wire.read(buffer, 0, buffer.length);
        from = 0;
        to = Math.max(n, 0);
        return n > 0;
    }

    /** -1 at the end. */
    int read() throws IOException {
        if (from == to && !fill()) {
            return -1;
        }
        return buffer[from++] & 0xff;
    }

    int read(byte[] into, int at, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (from == to && !fill()) {
            return -1;
        }
        int n = Math.min(length, to - from);
        System.arraycopy(buffer, from, into, at, n);
        from += n;
        return n;
    }

    /** Blocks until a byte is there. False at the end. */
    boolean await() throws IOException {
        return from < to || fill();
    }

    /** Whether what is buffered surely holds a whole head, so that no read of it will block. */
    boolean holdsEmptyLine() {
        for (int i = from; i + 3 < to; i++) {
            if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '\r' && buffer[i + 3] == '\n') {
                return true;
            }
        }
        return false;
    }

    /** The next byte without taking it; only after {@link #await}. */
    int peek() {
        return buffer[from] & 0xff;
    }
}
