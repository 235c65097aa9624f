package dev.sampan.engine.logging;

import java.time.Instant;
import java.util.Optional;

/** Entries in the order they were written, across rotated files. */
public interface LogReader extends AutoCloseable {

    /**
     * @param tail how many entries from the end, of both streams, before {@code since} is looked at; negative is all
     * @param since inclusive
     * @param until inclusive
     * @param follow wait for more after the end, until {@link #close}, {@link #finish} or an entry after {@code until}
     */
    record Query(long tail, Optional<Instant> since, Optional<Instant> until, boolean follow) {}

    /**
     * The next one; empty at the end. Blocks while following: call on a thread of its own.
     *
     * @param beforeWaiting called each time that there is nothing to read now: what was read may be sent on
     */
    Optional<LogEntry> next(Runnable beforeWaiting);

    default Optional<LogEntry> next() {
        return next(() -> {});
    }

    /** How many entries were passed over before the one that came last, since this was asked last: of a follower that is too slow. */
    default long lost() {
        return 0;
    }

    /** Nothing more will be written: a follower reads to the end of the file and then ends. */
    void finish();

    /** Ends a {@link #next} that waits, and frees the files. */
    @Override
    void close();
}
