package dev.sampan.engine.network.port;

import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.error.Undo;
import dev.sampan.engine.network.AddressText;
import dev.sampan.engine.network.PortRange;
import dev.sampan.engine.network.PortRequest;
import dev.sampan.engine.network.PublishedPort;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.InternetSockets;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Gives out the host's ports. Thread-safe. */
public final class PortAllocator {

    /** Where Docker takes ports from that nobody named; also the kernel's default ip_local_port_range. */
    private static final PortRange EPHEMERAL = new PortRange(32768, 60999);

    /** As Docker: a range whose next ten candidates all belong to other processes is given up. */
    private static final int ATTEMPTS = 10;

    private static final InetAddress ANY6 = InetAddress.ofLiteral("::");

    private final InetAddress defaultAddress;
    private final boolean ipv6;
    private final Set<Taken> taken = new HashSet<>();
    private int nextEphemeral = EPHEMERAL.first();

    private record Taken(String protocol, InetAddress address, int port) {
        boolean clashes(Taken other) {
            return port == other.port
                    && protocol.equals(other.protocol)
                    && address instanceof Inet4Address == other.address instanceof Inet4Address
                    && (address.equals(other.address)
                            || address.isAnyLocalAddress()
                            || other.address.isAnyLocalAddress());
        }
    }

    /** @param defaultAddress where a port is published whose request names no address */
    public PortAllocator(InetAddress defaultAddress) {
        this.defaultAddress = defaultAddress;
        this.ipv6 = Files.exists(Path.of("/proc/net/if_inet6"));
    }

    /**
     * All or none of the requested ports.
     *
     * @throws EngineException.SystemFailure in Docker's words, when one is taken by us or by another process
     */
    public synchronized HeldPorts allocate(List<PortRequest> requests) {
        var ports = new ArrayList<PublishedPort>();
        var sockets = new ArrayList<Fd>();
        try (var undo = new Undo()) {
            undo.add("give the ports back", () -> release(new HeldPorts(ports, sockets)));
            for (PortRequest request : requests) {
                allocate(request, ports, sockets);
            }
            undo.commit();
        }
        return new HeldPorts(List.copyOf(ports), List.copyOf(sockets));
    }

    /** Takes ports that were given out before the daemon's restart, whoever else may have bound them meanwhile. */
    public synchronized HeldPorts restore(List<PublishedPort> ports) {
        var sockets = new ArrayList<Fd>();
        for (PublishedPort port : ports) {
            taken.add(new Taken(port.protocol(), port.hostAddress(), port.hostPort()));
            try {
                sockets.add(InternetSockets.hold(port.hostAddress(), port.hostPort(), number(port.protocol())));
            } catch (ErrnoException e) {
                System.getLogger(PortAllocator.class.getName())
                        .log(System.Logger.Level.WARNING, "published port is not held: " + e.getMessage());
            }
        }
        return new HeldPorts(ports, sockets);
    }

    public synchronized void release(HeldPorts held) {
        held.sockets().forEach(Fd::close);
        held.ports().forEach(port -> taken.remove(new Taken(port.protocol(), port.hostAddress(), port.hostPort())));
    }

    private void allocate(PortRequest request, List<PublishedPort> ports, List<Fd> sockets) {
        List<InetAddress> addresses = addresses(request);
        PortRange range = request.hostPorts();
        ErrnoException last = null;
        int attempts = 0;
        for (int port = next(request, addresses, 0); port > 0; port = next(request, addresses, port)) {
            try {
                List<Fd> held = hold(request.protocol(), addresses, port);
                sockets.addAll(held);
                for (InetAddress address : addresses) {
                    taken.add(new Taken(request.protocol(), address, port));
                    ports.add(new PublishedPort(request.protocol(), request.containerPort(), address, port));
                }
                return;
            } catch (ErrnoException e) {
                last = e;
                if (range.isOne() || ++attempts == ATTEMPTS) {
                    throw new EngineException.SystemFailure(
                            "failed to bind host port " + AddressText.of(addresses.getFirst(), port) + "/"
                                    + request.protocol() + ": " + e.errno().text(),
                            e);
                }
            }
        }
        if (range.isOne()) {
            throw new EngineException.SystemFailure("Bind for " + AddressText.of(addresses.getFirst(), range.first())
                    + " failed: port is already allocated");
        }
        throw new EngineException.SystemFailure(
                "Bind for " + AddressText.of(addresses.getFirst(), 0) + " failed: all ports are allocated", last);
    }

    /** The next port of the request after {@code previous} that none of ours has; 0 when there is none. */
    private int next(PortRequest request, List<InetAddress> addresses, int previous) {
        PortRange range = request.hostPorts();
        if (!range.isAny()) {
            for (int port = Math.max(range.first(), previous + 1); port <= range.last(); port++) {
                if (isFree(request.protocol(), addresses, port)) {
                    return port;
                }
            }
            return 0;
        }
        for (int i = EPHEMERAL.first(); i <= EPHEMERAL.last(); i++) {
            int port = nextEphemeral;
            nextEphemeral = port == EPHEMERAL.last() ? EPHEMERAL.first() : port + 1;
            if (isFree(request.protocol(), addresses, port)) {
                return port;
            }
        }
        return 0;
    }

    private boolean isFree(String protocol, List<InetAddress> addresses, int port) {
        return addresses.stream()
                .map(address -> new Taken(protocol, address, port))
                .noneMatch(wanted -> taken.stream().anyMatch(wanted::clashes));
    }

    private List<InetAddress> addresses(PortRequest request) {
        if (request.hostAddress().isPresent()) {
            return List.of(request.hostAddress().get());
        }
        return ipv6 && defaultAddress.isAnyLocalAddress() ? List.of(defaultAddress, ANY6) : List.of(defaultAddress);
    }

    private static List<Fd> hold(String protocol, List<InetAddress> addresses, int port) {
        var sockets = new ArrayList<Fd>();
        try (var undo = new Undo()) {
            undo.add("close the sockets", () -> sockets.forEach(Fd::close));
            for (InetAddress address : addresses) {
                sockets.add(InternetSockets.hold(address, port, number(protocol)));
            }
            undo.commit();
        }
        return sockets;
    }

    private static int number(String protocol) {
        return switch (protocol) {
            case "tcp" -> InternetSockets.IPPROTO_TCP;
            case "udp" -> InternetSockets.IPPROTO_UDP;
            case "sctp" -> InternetSockets.IPPROTO_SCTP;
            default -> throw new EngineException.SystemFailure("invalid protocol " + protocol);
        };
    }
}
