package dev.sampan.engine.network.port;

import dev.sampan.engine.error.Undo;
import dev.sampan.linux.loop.Loop;
import dev.sampan.linux.loop.Registration;
import dev.sampan.linux.syscall.Datagrams;
import dev.sampan.linux.syscall.Epoll;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.InternetSockets;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Takes datagrams from an IPv6 socket to a container's IPv4 port and its answers back: what docker-proxy does, on the epoll loop. Each
 * sender has a socket of its own towards the container until it was silent for a while.
 */
final class DatagramRelay implements AutoCloseable {

    /** docker-proxy's. */
    private static final long IDLE_SECONDS = 90;

    /** Whoever forges senders gets no more sockets of the daemon: the sender that is silent for longest gives way. */
    private static final int MOST_SENDERS = 256;

    /** Others on the loop have their turn, too. */
    private static final int AT_ONCE = 32;

    private final Fd socket;
    private final InetAddress container;
    private final int port;
    /** By the sender's address; the one that is silent for longest comes first. */
    private final SequencedMap<ByteBuffer, Sender> senders = new LinkedHashMap<>(16, 0.75f, true);

    private final Registration registration;
    private boolean sweeping;
    private boolean closed;

    private DatagramRelay(Fd socket, InetAddress container, int port) {
        this.socket = socket;
        this.container = container;
        this.port = port;
        registration = Loop.shared().register(socket, Epoll.EPOLLIN, (self, events) -> arrived());
    }

    /** The socket stays the caller's, to be closed after this. */
    static DatagramRelay open(Fd socket, InetAddress container, int port) {
        return new DatagramRelay(socket, container, port);
    }

    @Override
    public synchronized void close() {
        closed = true;
        registration.close();
        senders.values().forEach(Sender::close);
        senders.clear();
    }

    private synchronized void arrived() {
        for (int i = 0; i < AT_ONCE && !closed; i++) {
            var datagram = Datagrams.receive(socket);
            if (datagram.isEmpty()) {
                return;
            }
            try {
                Sender sender = sender(datagram.get().sender());
                Datagrams.send(sender.toContainer, datagram.get().content());
            } catch (ErrnoException e) {
                return; // no socket is left: lost, as datagrams may be
            }
        }
    }

    private Sender sender(byte[] address) {
        Sender known = senders.get(ByteBuffer.wrap(address));
        if (known != null) {
            known.heard();
            return known;
        }
        if (senders.size() >= MOST_SENDERS) {
            senders.pollFirstEntry().getValue().close();
        }
        try (var undo = new Undo()) {
            Fd toContainer = InternetSockets.datagramsTo(container, port);
            undo.add("close the sender's socket", toContainer::close);
            var added = new Sender(address, toContainer);
            senders.put(ByteBuffer.wrap(address), added);
            sweepLater();
            undo.commit();
            return added;
        }
    }

    private void sweepLater() {
        if (!sweeping) {
            sweeping = true;
            CompletableFuture.delayedExecutor(IDLE_SECONDS, TimeUnit.SECONDS, Runnable::run)
                    .execute(this::sweep);
        }
    }

    private synchronized void sweep() {
        sweeping = false;
        senders.values().removeIf(Sender::closedWhenIdle);
        if (!senders.isEmpty()) {
            sweepLater();
        }
    }

    private final class Sender {
        private final byte[] address;
        private final Fd toContainer;
        private long heard = System.nanoTime();

        Sender(byte[] address, Fd toContainer) {
            this.address = address;
            this.toContainer = toContainer;
            Loop.shared().register(toContainer, Epoll.EPOLLIN, (self, events) -> answered());
        }

        void heard() {
            heard = System.nanoTime();
        }

        void close() {
            toContainer.close(); // and its watch
        }

        boolean closedWhenIdle() {
            boolean idle = System.nanoTime() - heard > TimeUnit.SECONDS.toNanos(IDLE_SECONDS);
            if (idle) {
                close();
            }
            return idle;
        }

        private void answered() {
            synchronized (DatagramRelay.this) {
                for (int i = 0; i < AT_ONCE && senders.containsKey(ByteBuffer.wrap(address)); i++) {
                    try {
                        var answer = Datagrams.receive(toContainer);
                        if (answer.isEmpty()) {
                            return;
                        }
                        heard();
                        Datagrams.send(socket, answer.get().content(), address);
                    } catch (ErrnoException e) {
                        return; // nobody listens in the container; it may come
                    }
                }
            }
        }
    }
}
