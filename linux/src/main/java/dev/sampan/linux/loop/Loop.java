package dev.sampan.linux.loop;

import dev.sampan.linux.syscall.Epoll;
import dev.sampan.linux.syscall.Fd;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One platform thread in epoll_wait: pidfds, pipes, terminals, eventfds and sockets are watched here, so that a virtual
 * thread can wait for any of them without holding its carrier. Level-triggered.
 *
 * <p>Callbacks run on the loop's thread one after the other: they must not block. What takes time is handed to a virtual
 * thread, with the registration's interest set to 0 meanwhile (back-pressure).
 */
public final class Loop implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Loop.class.getName());

    /** Told of the events (EPOLLIN, EPOLLOUT, EPOLLHUP, EPOLLERR) of one descriptor. */
    @FunctionalInterface
    public interface Callback {
        void ready(Registration registration, int events);

        /** The descriptor was closed while it was watched: nothing comes any more. Called on the thread that closed it. */
        default void closed() {}
    }

    private static final class Shared {
        private static final Loop LOOP = new Loop("sampan-loop");
    }

    private final Fd epoll = Epoll.create();
    private final Map<Long, Registration> registrations = new ConcurrentHashMap<>();
    private final AtomicLong keys = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;

    public Loop(String name) {
        thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
        thread.start();
    }

    /** The loop of this process, started with its first use. */
    public static Loop shared() {
        return Shared.LOOP;
    }

    /**
     * Watches a descriptor, which stays the caller's. Closing it ends the registration, too.
     *
     * @param events EPOLLIN, EPOLLOUT, or 0 for nothing yet; EPOLLHUP and EPOLLERR come with any of them
     */
    public Registration register(Fd fd, int events, Callback callback) {
        var registration = new Registration(this, fd, keys.incrementAndGet(), callback);
        synchronized (fd) {
            fd.add(registration);
            registrations.put(registration.key(), registration);
            try {
                registration.interest(events);
            } catch (RuntimeException refused) {
                registration.close();
                throw refused;
            }
        }
        return registration;
    }

    /**
     * Completes, on the loop's thread, when the descriptor is readable or its other side is gone. However it completes, by a
     * time-out or cancelled too, the watch has ended before. Closing the descriptor cancels it.
     */
    public CompletableFuture<Void> whenReadable(Fd fd) {
        var readable = new Readable();
        synchronized (fd) {
            // Known before anything can complete it.
            readable.watch = register(fd, 0, readable);
        }
        readable.watch.interest(Epoll.EPOLLIN);
        return readable;
    }

    private static final class Readable extends CompletableFuture<Void> implements Callback {
        private Registration watch;

        @Override
        public void ready(Registration registration, int events) {
            complete(null);
        }

        @Override
        public void closed() {
            cancel(false);
        }

        @Override
        public boolean complete(Void value) {
            watch.close();
            return super.complete(value);
        }

        @Override
        public boolean completeExceptionally(Throwable failure) {
            watch.close();
            return super.completeExceptionally(failure);
        }

        @Override
        public boolean cancel(boolean mayInterrupt) {
            watch.close();
            return super.cancel(mayInterrupt);
        }
    }

    void add(Registration registration, int events) {
        Epoll.add(epoll.number(), registration.fd().number(), events, registration.key());
    }

    void modify(Registration registration, int events) {
        Epoll.modify(epoll.number(), registration.fd().number(), events, registration.key());
    }

    void remove(Registration registration) {
        Epoll.delete(epoll.number(), registration.fd().number());
    }

    void forget(Registration registration) {
        registrations.remove(registration.key());
    }

    /** Ends only with {@link #close}: whatever a callback or one wait throws, all other descriptors still have their watcher. */
    private void run() {
        try (var waiter = new Epoll.Waiter()) {
            while (!closed) wait(waiter);
        }
        epoll.close();
    }

    private void wait(Epoll.Waiter waiter) {
        try {
            waiter.await(epoll.number(), -1, this::dispatch);
        } catch (Throwable failed) {
            report("waiting for descriptors failed", failed);
        }
    }

    private void dispatch(int events, long key) {
        var registration = registrations.get(key);
        // Closed by another thread between epoll_wait's return and now.
        if (registration == null) return;
        try {
            registration.ready(events);
        } catch (Throwable failed) {
            report("a callback for " + registration.fd() + " failed", failed);
        }
    }

    /** Without memory there may be none for a message, either. */
    private static void report(String what, Throwable failed) {
        try {
            LOG.log(System.Logger.Level.ERROR, what, failed);
        } catch (Throwable unsaid) {
            failed.addSuppressed(unsaid);
        }
    }

    /** Ends the thread; descriptors stay their owners'. */
    @Override
    public void close() {
        closed = true;
        try (var wake = dev.sampan.linux.syscall.Events.eventfd(1, 0)) {
            Epoll.add(epoll.number(), wake.number(), Epoll.EPOLLIN, 0);
            if (!Thread.currentThread().equals(thread)) thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
