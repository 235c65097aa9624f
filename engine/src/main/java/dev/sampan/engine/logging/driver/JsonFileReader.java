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

/**
 * Reads a log's files as one. They are opened at once, so what rotates meanwhile is still read; who follows opens each further file the
 * moment it begins, and holds all until it has read them: however far behind, it misses nothing.
 *
 * <p>Only what is further behind than {@link #MOST_FILES} or {@link #MOST_BYTES} is passed over, whole files of it, and counted: a
 * client that never reads must not keep the disk full of files that rotation has deleted.
 */
final class JsonFileReader implements LogReader, LogChannel.Follower {

    /** Each takes a descriptor, of which the engine has many thousand. */
    static final int MOST_FILES = 128;

    private static final long MOST_BYTES = 2L << 30;

    private final RotatedFiles files;
    private final Query query;
    private final LogChannel channel;
    /** What is still to be read. A close from another thread closes them under the reading one, which then ends. */
    private final Deque<LogPart> parts = new ConcurrentLinkedDeque<>();
    /** Whether the file that is written now is not among {@link #parts}. Changed under the channel's lock. */
    private volatile boolean missing;
    /** Entries of whole files that were passed over since the last one of {@link #parts}. Under the channel's lock. */
    private long passedOver;

    private long lost;
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
            missing = query.follow();
            for (var path : files.oldestFirst()) {
                var part = open(path);
                part.ifPresent(parts::addLast);
                missing &= part.isEmpty() || !path.equals(files.file());
            }
            if (query.follow()) {
                channel.follow(this);
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
    public Optional<LogEntry> next(Runnable beforeWaiting) {
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
                } else if (!resume()) {
                    if (last) {
                        return Optional.empty();
                    }
                    beforeWaiting.run();
                    if (!channel.awaitAfter(seen, query.until())) {
                        return Optional.empty();
                    }
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
        for (var part = parts.peekFirst(); part != null; part = parts.peekFirst()) {
            // Asked before the end is seen: only a file that was exchanged by then has surely been read to its last
            // line.
            boolean complete = part != parts.peekLast();
            lost += part.takePassedOver();
            while (part.next()) {
                var entry = JsonEntries.parse(part.bytes(), part.from(), part.end());
                if (entry.isPresent()) {
                    return entry;
                }
            }
            if (complete) {
                parts.removeFirst().close();
            } else if (part == parts.peekLast()) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** All that is held has been read: goes on with the file that is written now, if it was passed over so far. */
    private boolean resume() {
        if (!missing) {
            return false;
        }
        channel.lock.lock();
        try {
            hold();
            return !missing;
        } finally {
            channel.lock.unlock();
        }
    }

    @Override
    public void exchanged(long entries) {
        passedOver += missing ? entries : 0;
        missing = true;
        if (parts.size() < MOST_FILES && behind() < MOST_BYTES) {
            hold();
        }
    }

    private long behind() {
        return parts.stream().mapToLong(LogPart::finalSize).sum();
    }

    /** The file that is written now, from its beginning. Under the channel's lock. */
    private void hold() {
        if (!missing || closed.get()) {
            return;
        }
        try {
            parts.addLast(LogPart.open(files.file(), passedOver));
            passedOver = 0;
            missing = false;
        } catch (IOException notThereOrTooManyOpen) {
            // Tried again when all else is read; what is exchanged before that is counted.
        }
    }

    @Override
    public long lost() {
        long told = lost;
        lost = 0;
        return told;
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
        channel.lock.lock();
        try {
            channel.leave(this);
            parts.forEach(LogPart::close);
        } finally {
            channel.lock.unlock();
        }
        channel.wake();
        channel.release();
    }

    private SystemFailure failed(IOException why) {
        return new SystemFailure("cannot read the log " + files.file() + ": " + why.getMessage(), why);
    }
}
