package dev.sampan.engine.logging.driver;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where the writer of a log file and its readers meet. Held by whoever uses the file; gone with the last one. All files are this
 * engine's own, so what happens to them is known here and no file system event is needed.
 */
final class LogChannel {

    private static final ConcurrentHashMap<Path, LogChannel> OPEN = new ConcurrentHashMap<>();

    /** Held while files are renamed, and while a reader finds out which file it goes on with. */
    final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final Path file;
    private int users;
    private long rotations;
    private long writes;

    private LogChannel(Path file) {
        this.file = file;
    }

    static LogChannel of(Path file) {
        return OPEN.compute(file.toAbsolutePath().normalize(), (path, present) -> {
            var channel = present == null ? new LogChannel(path) : present;
            channel.users++;
            return channel;
        });
    }

    void release() {
        OPEN.computeIfPresent(file, (path, channel) -> --channel.users == 0 ? null : channel);
    }

    /** How often the file was exchanged since the channel exists. Under the lock. */
    long rotations() {
        return rotations;
    }

    /** Under the lock. */
    void rotated() {
        rotations++;
        writes++;
        changed.signalAll();
    }

    /** Something happened that readers wait for: a write, the end, a reader's close. */
    void wake() {
        lock.lock();
        writes++;
        changed.signalAll();
        lock.unlock();
    }

    long writes() {
        lock.lock();
        try {
            return writes;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until something happened after {@code seen}, which {@link #writes} told.
     *
     * @return false when {@code until} came first
     */
    boolean awaitAfter(long seen, Optional<Instant> until) {
        lock.lock();
        try {
            while (writes == seen) {
                if (until.isEmpty()) {
                    changed.awaitUninterruptibly();
                } else if (changed.awaitNanos(
                                Duration.between(Instant.now(), until.get()).toNanos())
                        <= 0) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ArithmeticException centuries) {
            return awaitAfter(seen, Optional.empty());
        } finally {
            lock.unlock();
        }
    }
}
