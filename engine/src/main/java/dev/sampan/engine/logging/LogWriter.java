package dev.sampan.engine.logging;

import java.nio.ByteBuffer;

/**
 * Takes output as it comes from the pipe. Called on one thread at a time (the epoll loop's).
 *
 * <p>When the daemon is killed, what is lost is at most what was read from the pipe and not yet accepted: one chunk per stream.
 */
public interface LogWriter extends AutoCloseable {

    enum Stream {
        STDOUT,
        STDERR
    }

    /**
     * Whole lines are on the file when this returns; an unfinished one (up to 16 KiB) waits for its end, or for {@link #close}.
     *
     * @param chunk consumed
     * @param nanos since the epoch, the time each line that starts in this chunk is stamped with
     */
    void accept(Stream stream, ByteBuffer chunk, long nanos);

    /** Writes what is unfinished. */
    @Override
    void close();
}
