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
 * The process's standard input, as its clients see it: not there yet, open, or closed. Writers take turns by chunk, so that what two
 * clients type is not mixed within one.
 */
final class Input {

    private enum State {
        WAITING,
        OPEN,
        CLOSED
    }

    private final ReentrantLock turn = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile State state = State.WAITING;
    private boolean closeOnConnect;
    private Optional<Process> process = Optional.empty();

    /** Waits for the process and for room, while {@code wanted}. False when it reads no more; the rest is dropped then. */
    boolean write(ByteBuffer bytes, BooleanSupplier wanted) {
        turn.lock();
        try {
            var target = connected(wanted);
            while (target.isPresent() && state == State.OPEN && bytes.hasRemaining()) {
                writeSome(target.get(), bytes);
            }
            return state == State.OPEN;
        } catch (InterruptedException gone) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            turn.unlock();
        }
    }

    private Optional<Process> connected(BooleanSupplier wanted) throws InterruptedException {
        lock.lock();
        try {
            while (state == State.WAITING && wanted.getAsBoolean()) {
                changed.await();
            }
            return process;
        } finally {
            lock.unlock();
        }
    }

    private void writeSome(Process target, ByteBuffer bytes) {
        ByteBuffer direct = Buffers.take();
        try {
            int room = Math.min(direct.remaining(), bytes.remaining());
            direct.put(bytes.slice(bytes.position(), room)).flip();
            while (direct.hasRemaining() && state == State.OPEN) {
                if (Content.write(target.fd().number(), direct) < 0) {
                    target.room().await();
                }
            }
            bytes.position(bytes.position() + room);
        } catch (ErrnoException closedByProcess) {
            state = State.CLOSED;
        } finally {
            Buffers.give(direct);
        }
    }

    /** A client that waits for the process to come may have given up. */
    void recheck() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void connect(Optional<Process> connected) {
        lock.lock();
        try {
            process = connected;
            state = connected.isPresent() ? State.OPEN : State.CLOSED;
            changed.signalAll();
            if (closeOnConnect) {
                close();
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
                case WAITING -> closeOnConnect = true;
                case OPEN -> {
                    state = State.CLOSED;
                    process.ifPresent(open -> open.closer().run());
                }
                case CLOSED -> {}
            }
        } finally {
            lock.unlock();
        }
    }

    /** The process has ended: writers give up, and input waits for the next one. */
    void disconnect() {
        lock.lock();
        try {
            state = State.CLOSED;
            process.ifPresent(ended -> ended.room().wake());
            process = Optional.empty();
            closeOnConnect = false;
        } finally {
            lock.unlock();
        }
        // Whoever still writes to the old process leaves first.
        turn.lock();
        try {
            awaitNext();
        } finally {
            turn.unlock();
        }
    }

    private void awaitNext() {
        lock.lock();
        try {
            state = State.WAITING;
        } finally {
            lock.unlock();
        }
    }

    /** @param closer closes every copy of the descriptor, the supervisor's too */
    record Process(Fd fd, Waiter room, Runnable closer) {}
}
