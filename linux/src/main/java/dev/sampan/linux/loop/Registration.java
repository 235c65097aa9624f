package dev.sampan.linux.loop;

import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;

/**
 * A descriptor that a {@link Loop} watches. The watch ends with the descriptor, whoever closes it: its number may be another file's
 * at once, and that file must not leave the epoll set in its place.
 */
public final class Registration implements AutoCloseable, Fd.Watch {
    private final Loop loop;
    private final Fd fd;
    private final long key;
    private final Loop.Callback callback;
    private int current;
    private boolean closed;

    Registration(Loop loop, Fd fd, long key, Loop.Callback callback) {
        this.loop = loop;
        this.fd = fd;
        this.key = key;
        this.callback = callback;
    }

    Fd fd() {
        return fd;
    }

    long key() {
        return key;
    }

    void ready(int events) {
        callback.ready(this, events);
    }

    /**
     * Changes what is waited for. With 0 the descriptor leaves the epoll set: otherwise a peer's hang-up would be told
     * again and again while the reader pauses.
     */
    public void interest(int events) {
        synchronized (fd) {
            if (closed || events == current) return;
            if (events == 0) loop.remove(this);
            else if (current == 0) loop.add(this, events);
            else loop.modify(this, events);
            current = events;
        }
    }

    /** Ends the watch. A callback that is just running on the loop's thread may still end after this. */
    @Override
    public void close() {
        synchronized (fd) {
            end();
            fd.remove(this);
        }
    }

    @Override
    public void end() {
        if (closed) return;
        try {
            interest(0);
        } catch (ErrnoException setIsGone) {
            // Its loop was closed, and with it every watch.
        } finally {
            closed = true;
            loop.forget(this);
        }
    }

    @Override
    public void ended() {
        callback.closed();
    }
}
