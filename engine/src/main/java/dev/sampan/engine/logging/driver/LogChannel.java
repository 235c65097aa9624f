package dev.sampan.engine.logging.driver;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
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
    private final Set<Follower> followers = new HashSet<>();
    private int users;
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

    /** A reader that misses nothing. */
    interface Follower {

        /**
         * Another file is written from now on. Called under the lock, on the writer's thread.
         *
         * @param entries of the file that ended
         */
        void exchanged(long entries);
    }

    /** Under the lock. */
    void follow(Follower follower) {
        followers.add(follower);
    }

    /** Under the lock. */
    void leave(Follower follower) {
        followers.remove(follower);
    }

    /** Under the lock; {@code entries} as {@link Follower#exchanged} has them. */
    void rotated(long entries) {
        followers.forEach(follower -> follower.exchanged(entries));
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
