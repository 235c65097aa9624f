package dev.sampan.engine.logs;

import dev.sampan.engine.logging.LogEntry;
import dev.sampan.engine.logging.LogReader;
import dev.sampan.engine.logging.LogWriter.Stream;
import java.util.Optional;

/** The entries that a request asked for. */
public final class LogLines implements AutoCloseable {

    private final LogReader reader;
    private final LogsRequest request;

    LogLines(LogReader reader, LogsRequest request) {
        this.reader = reader;
        this.request = request;
    }

    public LogsRequest request() {
        return request;
    }

    /** The next one; empty at the end. Blocks while the container is followed, until {@link #close} from another thread. */
    public Optional<LogEntry> next() {
        for (var entry = reader.next(); entry.isPresent(); entry = reader.next()) {
            if (entry.get().stream() == Stream.STDERR ? request.stderr() : request.stdout()) {
                return entry;
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        reader.close();
    }
}
