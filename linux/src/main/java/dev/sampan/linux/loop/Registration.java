package dev.sampan.linux.loop;

/** A descriptor that a {@link Loop} watches. */
public final class Registration implements AutoCloseable {
    private final Loop loop;
    private final int fd;
    private final long key;
    private final Loop.Callback callback;
    private int current;
    private boolean closed;

    Registration(Loop loop, int fd, long key, Loop.Callback callback) {
        this.loop = loop;
        this.fd = fd;
        this.key = key;
        this.callback = callback;
    }

    public int fd() {
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
    public synchronized void interest(int events) {
        if (closed || events == current) return;
        if (events == 0) loop.remove(this);
        else if (current == 0) loop.add(this, events);
        else loop.modify(this, events);
        current = events;
    }

    /** Ends the watch. A callback that is just running on the loop's thread may still end after this. */
    @Override
    public synchronized void close() {
        if (closed) return;
        interest(0);
        closed = true;
        loop.forget(this);
    }
}
