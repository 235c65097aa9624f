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

    /** The next one; empty at the end. Blocks while following: call on a thread of its own. */
    Optional<LogEntry> next();

    /** Nothing more will be written: a follower reads to the end of the file and then ends. */
    void finish();

    /** Ends a {@link #next} that waits, and frees the files. */
    @Override
    void close();
}
