package dev.sampan.engine.logs;

import dev.sampan.engine.logging.LogEntry;
import dev.sampan.engine.logging.LogReader;
import dev.sampan.engine.logging.LogWriter.Stream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The entries that a request asked for. */
public final class LogLines implements AutoCloseable {

    private final LogReader reader;
    private final LogsRequest request;
    private Optional<LogEntry> pending = Optional.empty();
    private long lost;

    LogLines(LogReader reader, LogsRequest request) {
        this.reader = reader;
        this.request = request;
    }

    public LogsRequest request() {
        return request;
    }

    /**
     * The next one; empty at the end. Blocks while the container is followed, until {@link #close} from another thread.
     *
     * @param beforeWaiting called each time that there is nothing to read now
     */
    public Optional<LogEntry> next(Runnable beforeWaiting) {
        if (pending.isPresent()) {
            var after = pending;
            pending = Optional.empty();
            return after;
        }
        for (var entry = reader.next(beforeWaiting); entry.isPresent(); entry = reader.next(beforeWaiting)) {
            lost += reader.lost();
            if (!wants(entry.get().stream())) {
                continue;
            }
            if (lost == 0) {
                return entry;
            }
            pending = entry;
            var notice = notice(entry.get().time());
            lost = 0;
            return Optional.of(notice);
        }
        return Optional.empty();
    }

    private boolean wants(Stream stream) {
        return stream == Stream.STDERR ? request.stderr() : request.stdout();
    }

    /** Nothing is lost in silence: who reads too slowly is told how much, where it was. */
    private LogEntry notice(Instant time) {
        String text = "sampan: " + lost + " lines were passed over here: this reader was too far behind the log\n";
        return new LogEntry(
                request.stderr() ? Stream.STDERR : Stream.STDOUT,
                time,
                text.getBytes(StandardCharsets.UTF_8),
                Map.of());
    }

    @Override
    public void close() {
        reader.close();
    }
}
