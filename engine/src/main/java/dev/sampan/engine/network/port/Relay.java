package dev.sampan.engine.network.port;

import dev.sampan.engine.error.Undo;
import dev.sampan.linux.loop.Loop;
import dev.sampan.linux.loop.Registration;
import dev.sampan.linux.syscall.Epoll;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.InternetSockets;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Connects whoever comes to a listening IPv6 socket with a container's IPv4 port: what docker-proxy does, on the epoll loop. Bytes
 * go from socket to pipe to socket in the kernel. Unlike rules in nftables it lives as long as the daemon.
 */
final class Relay implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Relay.class.getName());

    private final Fd listening;
    private final InetAddress container;
    private final int port;
    private final Set<RelayedConnection> connections = ConcurrentHashMap.newKeySet();
    private final Registration registration;
    private boolean closed;

    private Relay(Fd listening, InetAddress container, int port) {
        this.listening = listening;
        this.container = container;
        this.port = port;
        registration = Loop.shared().register(listening, Epoll.EPOLLIN, (self, events) -> accept());
    }

    /** The socket stays the caller's, to be closed after this. */
    static Relay open(Fd listening, InetAddress container, int port) {
        return new Relay(listening, container, port);
    }

    @Override
    public synchronized void close() {
        closed = true;
        registration.close();
        connections.forEach(RelayedConnection::close);
    }

    private synchronized void accept() {
        if (closed) {
            return;
        }
        try {
            for (Optional<Fd> client = InternetSockets.accept(listening);
                    client.isPresent();
                    client = InternetSockets.accept(listening)) {
                connect(client.get());
            }
        } catch (ErrnoException e) {
            LOG.log(System.Logger.Level.WARNING, "a connection to a published port was not taken: " + e.getMessage());
            if (e.is(Errno.EMFILE) || e.is(Errno.ENFILE)) {
                // It stays in the backlog, and the loop would ask at once, and for ever.
                registration.interest(0);
                CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS, Runnable::run)
                        .execute(() -> registration.interest(Epoll.EPOLLIN));
            }
        }
    }

    private void connect(Fd client) {
        try (var undo = new Undo()) {
            undo.add("close the client's socket", client::close);
            Fd server = InternetSockets.connecting(container, port);
            undo.add("close the socket to the container", server::close);
            var connection = RelayedConnection.open(client, server, connections::remove);
            undo.add("close the connection", connection::close);
            connections.add(connection);
            connection.start();
            undo.commit();
        }
    }
}
