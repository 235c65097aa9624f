package dev.sampan.engine.network.port;

import dev.sampan.engine.network.PublishedPort;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.InternetSockets;
import java.net.Inet6Address;
import java.net.InetAddress;

/** A port, and the socket that keeps others from it. */
public final class HeldPort implements AutoCloseable {

    private final PublishedPort port;
    private final Fd socket;
    private Relay relay;

    HeldPort(PublishedPort port, Fd socket) {
        this.port = port;
        this.socket = socket;
    }

    public PublishedPort port() {
        return port;
    }

    /** nftables leads IPv4 to the container; IPv6 connections are relayed, since there is no translating between the two. */
    public synchronized void serve(InetAddress container) {
        if (port.hostAddress() instanceof Inet6Address && port.protocol().equals("tcp") && relay == null) {
            relay = Relay.open(socket, container, port.containerPort());
            InternetSockets.admit(socket);
        }
    }

    @Override
    public synchronized void close() {
        if (relay != null) {
            relay.close();
        }
        socket.close();
    }
}
