package dev.sampan.engine.process;

import dev.sampan.linux.syscall.Content;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * A process's standard input, as its clients see it: not there yet, open, or closed for good. Writers take turns by chunk, so that
 * what two clients type is not mixed within one.
 *
 * <p>Whose turn it is, is a field and not a lock: nobody waits here with anything held, so the end of the process is never kept
 * waiting by a client.
 */
final class Input {

    private enum State {
        WAITING,
        OPEN,
        CLOSED
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile State state = State.WAITING;
    private Optional<Process> process = Optional.empty();
    private boolean writing;
    /** Its end was asked for before the process came, or while a chunk was being written. */
    private boolean closeLater;

    /**
     * Waits for the process and for room, while {@code wanted}.
     *
     * @return false when nothing more is read or wanted; the rest is dropped then
     */
    boolean write(ByteBuffer bytes, BooleanSupplier wanted) {
        var target = begin(wanted);
        if (target.isEmpty()) {
            return false;
        }
        try {
            BooleanSupplier on = () -> state == State.OPEN && wanted.getAsBoolean();
            while (bytes.hasRemaining() && on.getAsBoolean()) {
                writeSome(target.get(), bytes, on);
            }
            return on.getAsBoolean();
        } finally {
            leave();
        }
    }

    private Optional<Process> begin(BooleanSupplier wanted) {
        lock.lock();
        try {
            while (wanted.getAsBoolean() && (state == State.WAITING || state == State.OPEN && writing)) {
                changed.await();
            }
            if (!wanted.getAsBoolean() || state != State.OPEN) {
                return Optional.empty();
            }
            writing = true;
            return process;
        } catch (InterruptedException gone) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private void writeSome(Process target, ByteBuffer bytes, BooleanSupplier on) {
        ByteBuffer direct = Buffers.take();
        try {
            int room = Math.min(direct.remaining(), bytes.remaining());
            direct.put(bytes.slice(bytes.position(), room)).flip();
            while (direct.hasRemaining() && on.getAsBoolean()) {
                if (Content.write(target.fd().number(), direct) < 0) {
                    target.room().await(on);
                }
            }
            bytes.position(bytes.position() + room);
        } catch (ErrnoException closedByProcess) {
            state = State.CLOSED;
        } finally {
            Buffers.give(direct);
        }
    }

    private void leave() {
        lock.lock();
        try {
            writing = false;
            if (closeLater) {
                closeLater = false;
                process.ifPresent(open -> open.closer().run());
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A client that waits here may have given up. */
    void recheck() {
        lock.lock();
        try {
            changed.signalAll();
            process.ifPresent(open -> open.room().nudge());
        } finally {
            lock.unlock();
        }
    }

    void connect(Optional<Process> connected) {
        lock.lock();
        try {
            if (state == State.WAITING) {
                process = connected;
                state = connected.isPresent() ? State.OPEN : State.CLOSED;
                changed.signalAll();
                if (closeLater) {
                    closeLater = false;
                    close();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** The process sees the end of its input; at once, or when it comes. What was written before is still read. */
    void close() {
        lock.lock();
        try {
            switch (state) {
                case WAITING -> closeLater = true;
                case OPEN -> {
                    state = State.CLOSED;
                    if (writing) {
                        // Who writes may be waiting for this very descriptor: he leaves first, and closes it.
                        closeLater = true;
                        process.ifPresent(open -> open.room().nudge());
                    } else {
                        process.ifPresent(open -> open.closer().run());
                    }
                    changed.signalAll();
                }
                case CLOSED -> {}
            }
        } finally {
            lock.unlock();
        }
    }

    /** The process has ended, or will not come. When this returns nobody uses its descriptor any more. */
    void end() {
        lock.lock();
        try {
            state = State.CLOSED;
            process.ifPresent(ended -> ended.room().wake());
            changed.signalAll();
            while (writing) {
                changed.awaitUninterruptibly();
            }
            process = Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** @param closer closes every copy of the descriptor, the supervisor's too */
    record Process(Fd fd, Waiter room, Runnable closer) {}
}
