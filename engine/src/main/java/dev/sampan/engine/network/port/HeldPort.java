package dev.sampan.engine.network.port;

import dev.sampan.engine.error.Undo;
import dev.sampan.engine.network.PublishedPort;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.InternetSockets;
import java.net.Inet6Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** A port, and the socket that keeps others from it. */
public final class HeldPort implements AutoCloseable {

    private final PublishedPort port;
    private final Fd socket;
    private @Nullable Runnable endRelay;

    HeldPort(PublishedPort port, Fd socket) {
        this.port = port;
        this.socket = socket;
    }

    public PublishedPort port() {
        return port;
    }

    /** nftables leads IPv4 to the container; what comes over IPv6 is relayed, since there is no translating between the two. */
    public synchronized void serve(InetAddress container) {
        if (!(port.hostAddress() instanceof Inet6Address) || endRelay != null) {
            return;
        }
        try (var undo = new Undo()) {
            Runnable end;
            switch (port.protocol()) {
                case "tcp" -> end = Relay.open(socket, container, port.containerPort())::close;
                case "udp" -> end = DatagramRelay.open(socket, container, port.containerPort())::close;
                default -> {
                    return; // SCTP, which docker-proxy does not relay over IPv6 either
                }
            }
            undo.add("end the relay", end::run);
            InternetSockets.admit(socket);
            endRelay = end;
            undo.commit();
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (endRelay != null) {
                endRelay.run();
            }
        } finally {
            socket.close();
        }
    }
}
