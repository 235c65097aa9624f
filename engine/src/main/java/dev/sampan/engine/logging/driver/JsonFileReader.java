package dev.sampan.engine.logging.driver;

import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.logging.LogEntry;
import dev.sampan.engine.logging.LogReader;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads a log's files as one. They are opened at once, so what rotates meanwhile is still read. */
final class JsonFileReader implements LogReader {

    private final RotatedFiles files;
    private final Query query;
    private final LogChannel channel;
    /** A close from another thread closes them under the reading one, which then ends. */
    private final Deque<LogPart> parts = new ConcurrentLinkedDeque<>();
    /** How often the file had been exchanged when the last one of {@link #parts} was the present one. */
    private long rotations;
    /** Whether the last one of {@link #parts} was the present one. */
    private boolean present;

    private volatile boolean finished;
    private final AtomicBoolean closed = new AtomicBoolean();

    JsonFileReader(RotatedFiles files, Query query) {
        this.files = files;
        this.query = query;
        this.channel = LogChannel.of(files.file());
        try {
            open();
            if (query.tail() >= 0) {
                seek();
            }
        } catch (IOException unreadable) {
            close();
            throw failed(unreadable);
        }
    }

    private void open() throws IOException {
        channel.lock.lock();
        try {
            rotations = channel.rotations();
            for (var path : files.oldestFirst()) {
                open(path).ifPresent(parts::addLast);
                present = path.equals(files.file());
            }
        } finally {
            channel.lock.unlock();
        }
    }

    /** A part can be packed between being found and being opened. */
    private static Optional<LogPart> open(Path path) throws IOException {
        try {
            return Optional.of(LogPart.open(path));
        } catch (NoSuchFileException packed) {
            var other = path.resolveSibling(path.getFileName() + ".gz");
            return java.nio.file.Files.exists(other) ? Optional.of(LogPart.open(other)) : Optional.empty();
        }
    }

    private void seek() throws IOException {
        long wanted = query.tail();
        var newestFirst = new ArrayList<>(parts).reversed();
        for (var part : newestFirst) {
            if (wanted > 0) {
                wanted -= part.seekFromEnd(wanted);
            } else {
                part.seekToEnd();
            }
        }
    }

    @Override
    public Optional<LogEntry> next() {
        try {
            while (!closed.get()) {
                long seen = channel.writes();
                boolean last = !query.follow() || finished;
                var entry = read();
                if (entry.isPresent()) {
                    if (query.until().filter(entry.get().time()::isAfter).isPresent()) {
                        return Optional.empty();
                    }
                    if (query.since().filter(entry.get().time()::isBefore).isEmpty()) {
                        return entry;
                    }
                } else if (!goOn() && (last || !channel.awaitAfter(seen, query.until()))) {
                    return Optional.empty();
                }
            }
            return Optional.empty();
        } catch (IOException unreadable) {
            if (closed.get()) {
                return Optional.empty();
            }
            throw failed(unreadable);
        }
    }

    private Optional<LogEntry> read() throws IOException {
        while (!parts.isEmpty()) {
            var part = parts.getFirst();
            while (part.next()) {
                var entry = JsonEntries.parse(part.bytes(), part.from(), part.end());
                if (entry.isPresent()) {
                    return entry;
                }
            }
            if (parts.size() == 1) {
                return Optional.empty();
            }
            parts.removeFirst().close();
        }
        return Optional.empty();
    }

    /**
     * At the end of the file: is there one that came after it?
     *
     * @return whether to read again
     */
    private boolean goOn() throws IOException {
        channel.lock.lock();
        try {
            if (present && rotations == channel.rotations()) {
                return false;
            }
            // What was written before the exchange is whole now: read it, then what came after.
            boolean more = present && !parts.isEmpty() && parts.getFirst().next();
            if (more) {
                parts.getFirst().again();
                return true;
            }
            return following();
        } finally {
            channel.lock.unlock();
        }
    }

    private boolean following() throws IOException {
        long ago = channel.rotations() - (present ? rotations + 1 : rotations);
        while (ago >= 0) {
            var path = files.existing(ago);
            if (path.isPresent()) {
                open(path.get()).ifPresent(parts::addLast);
                rotations = channel.rotations() - ago;
                present = true;
                return true;
            }
            ago--;
        }
        return false;
    }

    @Override
    public void finish() {
        finished = true;
        channel.wake();
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        for (var part : parts) {
            part.close();
        }
        channel.wake();
        channel.release();
    }

    private SystemFailure failed(IOException why) {
        return new SystemFailure("cannot read the log " + files.file() + ": " + why.getMessage(), why);
    }
}
