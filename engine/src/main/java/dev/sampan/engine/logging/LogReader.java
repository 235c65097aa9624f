package dev.sampan.engine.logging;

import java.time.Instant;
import java.util.Optional;

/** Entries in the order they were written, across rotated files. */
public interface LogReader extends AutoCloseable {

    /**
     * @param tail how many lines from the end; negative is all
     * @param since inclusive
     * @param until inclusive
     * @param follow wait for more after the end, until {@link #close}, {@code until} or {@link #finish}
     */
    record Query(long tail, Optional<Instant> since, Optional<Instant> until, boolean follow) {}

    void start(Query query);

    /** The next one; empty at the end. Blocks while following: call on a thread of its own. */
    Optional<LogEntry> next();

    /** The container ended: a follower reads to the end of the file and then ends. */
    void finish();

    /** Ends a blocked {@link #next}. */
    @Override
    void close();
}
