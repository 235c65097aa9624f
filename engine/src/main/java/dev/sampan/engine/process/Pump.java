package dev.sampan.engine.process;

import dev.sampan.linux.loop.Loop;
import dev.sampan.linux.syscall.Content;
import dev.sampan.linux.syscall.Epoll;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

/** Reads one pipe or terminal to its end. */
final class Pump {

    private static final Logger LOG = System.getLogger(Pump.class.getName());

    /** What a pipe can hold (fs.pipe-max-size): somebody who writes on and on does not keep a pump that was stopped. */
    private static final int LARGEST_PIPE = 1 << 20;

    private final StreamType stream;
    private final Fd source;
    private final Waiter input;
    private final BiConsumer<StreamType, ByteBuffer> target;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final ReentrantLock turn = new ReentrantLock();
    private volatile boolean started;
    private volatile boolean stopped;
    private int rest = LARGEST_PIPE;

    Pump(StreamType stream, Fd source, Loop loop, BiConsumer<StreamType, ByteBuffer> target) {
        this.stream = stream;
        this.source = source;
        this.input = new Waiter(loop, source, Epoll.EPOLLIN);
        this.target = target;
    }

    void start() {
        Thread.ofVirtual().name("pump").start(this::run);
        started = true;
    }

    /** What is in the pipe now is still read. */
    void stop() {
        stopped = true;
        if (!started) {
            ended.complete(null);
        }
        input.wake();
    }

    CompletableFuture<Void> ended() {
        return ended;
    }

    private void run() {
        try {
            boolean last = false;
            while (drained() && !last) {
                last = stopped;
                input.await();
            }
        } finally {
            turn.lock(); // whoever drains beside this thread reads no descriptor that may be closed
            try {
                ended.complete(null);
            } finally {
                turn.unlock();
            }
        }
    }

    /** On the caller's thread, which then need not wait for this one's: the process has ended, and mostly all it wrote is there. */
    void drainNow() {
        if (started && turn.tryLock()) {
            try {
                if (!ended.isDone() && !drain(LARGEST_PIPE)) {
                    ended.complete(null);
                }
            } finally {
                turn.unlock();
            }
        }
    }

    private boolean drained() {
        turn.lock();
        try {
            return !ended.isDone() && drain(Long.MAX_VALUE);
        } finally {
            turn.unlock();
        }
    }

    /** Reads what is there now, or some more than {@code most} bytes of it. False at the end of the file. */
    private boolean drain(long most) {
        ByteBuffer buffer = Buffers.take();
        try {
            while (most > 0 && (!stopped || rest > 0)) {
                int count = read(buffer.clear());
                if (count <= 0) {
                    return count < 0;
                }
                most -= count;
                if (stopped) {
                    rest -= count;
                }
                pass(buffer.flip());
            }
            return true;
        } finally {
            Buffers.give(buffer);
        }
    }

    /** Whatever goes wrong with a part of the output: a process whose output nobody reads any more would wait for ever. */
    private void pass(ByteBuffer chunk) {
        int length = chunk.remaining();
        try {
            target.accept(stream, chunk);
        } catch (Throwable failed) {
            LOG.log(Level.ERROR, length + " bytes of a process's " + stream + " are lost: " + failed, failed);
        }
    }

    private int read(ByteBuffer buffer) {
        try {
            return Content.read(source.number(), buffer);
        } catch (ErrnoException ended) {
            if (!ended.is(Errno.EIO)) { // a terminal's end of file
                LOG.log(Level.ERROR, "a process's " + stream + " cannot be read any more: " + ended.getMessage());
            }
            return 0;
        }
    }
}
