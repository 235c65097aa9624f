package dev.sampan.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;

/** Accepts on every listener and gives each connection a virtual thread. */
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = System.getLogger(HttpServer.class.getName());

    private final List<Listener> listeners;
    private final Exchange.Handler handler;
    private final ThreadFactory threads;
    private final Deadlines deadlines = new Deadlines();
    private final Set<Wire> open = ConcurrentHashMap.newKeySet();
    private final List<Thread> acceptors = new ArrayList<>();
    private volatile boolean closed;

    public HttpServer(List<Listener> listeners, Exchange.Handler handler) {
        this(listeners, handler, Thread.ofVirtual().name("http").factory());
    }

    /** @param threads one for each connection */
    HttpServer(List<Listener> listeners, Exchange.Handler handler, ThreadFactory threads) {
        this.threads = threads;
        this.listeners = List.copyOf(listeners);
        this.handler = handler;
    }

    public HttpServer start() {
        for (Listener listener : listeners) {
            acceptors.add(
                    Thread.ofPlatform().name("accept " + listener.address()).start(() -> acceptAll(listener)));
        }
        return this;
    }

    private void acceptAll(Listener listener) {
        while (!closed) {
            try {
                serveNext(listener);
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException | RuntimeException | Error e) {
                // Too many open files or threads, most likely: the clients stay in the backlog. Whatever it is, it
                // passes sooner or
                // later, and a daemon that does not accept any more is of no use to anybody.
                acceptLater(listener, e);
            }
        }
    }

    private void serveNext(Listener listener) throws IOException {
        Wire wire = listener.accept();
        open.add(wire);
        try {
            threads.newThread(() -> serve(wire)).start();
        } catch (RuntimeException | Error e) {
            open.remove(wire);
            wire.close();
            throw e;
        }
    }

    private void acceptLater(Listener listener, Throwable reason) {
        if (closed) {
            return;
        }
        try {
            LOG.log(Level.WARNING, "accept on {0}: {1}", listener.address(), reason.getMessage());
        } catch (RuntimeException | Error e) {
            // Even a line of a log takes a thread, where its file is slow: it is not worth the daemon.
        }
        pause(Duration.ofMillis(100));
    }

    private void serve(Wire wire) {
        try {
            new Connection(wire, handler, deadlines).run();
        } catch (UncheckedIOException e) {
            LOG.log(Level.DEBUG, "a client left: {0}", e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "a request failed", e);
            wire.close();
        } finally {
            open.remove(wire);
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Connections that are open now, idle ones counted. */
    public int connections() {
        return open.size();
    }

    /** Nobody new gets in; requests under way go on. */
    public void stopAccepting() {
        closed = true;
        listeners.forEach(Listener::close);
        // only when nobody accepts any more does the kernel refuse
        for (Thread acceptor : acceptors) {
            join(acceptor);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stopAccepting();
        open.forEach(Wire::close);
        deadlines.close();
    }
}
