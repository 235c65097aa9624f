package dev.sampan.engine.network.port;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.error.Undo;
import dev.sampan.engine.network.AddressText;
import dev.sampan.engine.network.PublishedPort;
import dev.sampan.engine.spec.PortRange;
import dev.sampan.engine.spec.PortRequest;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.InternetSockets;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Gives out the host's ports. Thread-safe. */
public final class PortAllocator {

    private static final System.Logger LOG = System.getLogger(PortAllocator.class.getName());

    /** Where ports are taken from that nobody named, as Docker does it: ip-sysctl(7). */
    private static final Path EPHEMERAL = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

    private static final PortRange KERNELS_DEFAULT = new PortRange(32768, 60999);

    /** As Docker: a range whose next ten candidates all belong to other processes is given up. */
    private static final int ATTEMPTS = 10;

    private static final InetAddress ANY6 = InetAddress.ofLiteral("::");

    private final InetAddress defaultAddress;
    private final boolean ipv6;
    private final Set<Taken> taken = new HashSet<>();
    private final PortRange ephemeral;
    private int nextEphemeral;

    private record Taken(String protocol, InetAddress address, int port) {
        static Taken of(PublishedPort port) {
            return new Taken(port.protocol(), port.hostAddress(), port.hostPort());
        }

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
        this(defaultAddress, ephemeral(EPHEMERAL));
    }

    PortAllocator(InetAddress defaultAddress, PortRange ephemeral) {
        this.defaultAddress = defaultAddress;
        this.ephemeral = ephemeral;
        this.nextEphemeral = ephemeral.first();
        this.ipv6 = Files.exists(Path.of("/proc/net/if_inet6"));
    }

    static PortRange ephemeral(Path file) {
        // In one read: the kernel's file of several numbers has no second part for who reads a first byte, as
        // readString does.
        var bytes = new byte[64];
        try (var in = Files.newInputStream(file)) {
            String[] bounds =
                    new String(bytes, 0, in.read(bytes), US_ASCII).strip().split("\\s+");
            return new PortRange(Integer.parseInt(bounds[0]), Integer.parseInt(bounds[1]));
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "ports are chosen from " + KERNELS_DEFAULT + ": read " + file, e);
            return KERNELS_DEFAULT;
        }
    }

    /**
     * All or none of the requested ports, in the order of the requests. Those that are named are taken first, and those that may be any
     * port last: what is chosen must not be what another request names.
     *
     * @throws EngineException.SystemFailure in Docker's words, when one is taken by us or by another process
     */
    public synchronized List<HeldPort> allocate(List<PortRequest> requests) {
        var held = new IdentityHashMap<PortRequest, List<HeldPort>>();
        try (var undo = new Undo()) {
            undo.add("give the ports back", () -> held.values().forEach(this::release));
            requests.stream()
                    .sorted(Comparator.comparing(PortAllocator::freedom))
                    .forEach(request -> held.put(request, allocate(request)));
            undo.commit();
        }
        return requests.stream().flatMap(request -> held.get(request).stream()).toList();
    }

    private static int freedom(PortRequest request) {
        return request.hostPorts().isOne() ? 0 : request.hostPorts().isAny() ? 2 : 1;
    }

    /**
     * Takes ports that were given out before the daemon's restart. One that another process has bound meanwhile stays published
     * without being held.
     */
    public synchronized List<HeldPort> restore(List<PublishedPort> ports) {
        var held = new ArrayList<HeldPort>();
        for (PublishedPort port : ports) {
            taken.add(Taken.of(port));
            try {
                held.add(hold(port));
            } catch (ErrnoException e) {
                LOG.log(System.Logger.Level.WARNING, "published port is not held: " + e.getMessage());
            }
        }
        return held;
    }

    public synchronized void release(List<HeldPort> held) {
        try (var undo = new Undo()) {
            for (HeldPort port : held) {
                taken.remove(Taken.of(port.port()));
                undo.add("close port " + port.port().hostPort(), port::close);
            }
        }
    }

    private List<HeldPort> allocate(PortRequest request) {
        List<InetAddress> addresses = addresses(request);
        PortRange range = request.hostPorts();
        int attempts = 0;
        for (int port = next(request, addresses, 0); port > 0; port = next(request, addresses, port)) {
            try {
                return hold(request, addresses, port);
            } catch (ErrnoException e) {
                if (range.isOne() || ++attempts == ATTEMPTS) {
                    throw new EngineException.SystemFailure(
                            "failed to bind host port " + AddressText.of(addresses.getFirst(), port) + "/"
                                    + request.protocol() + ": " + e.errno().text(),
                            e);
                }
            }
        }
        throw new EngineException.SystemFailure("Bind for " + AddressText.of(addresses.getFirst(), range.first())
                + " failed: " + (range.isOne() ? "port is already allocated" : "all ports are allocated"));
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
        for (int i = ephemeral.first(); i <= ephemeral.last(); i++) {
            int port = nextEphemeral;
            nextEphemeral = port == ephemeral.last() ? ephemeral.first() : port + 1;
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

    private List<HeldPort> hold(PortRequest request, List<InetAddress> addresses, int port) {
        var held = new ArrayList<HeldPort>();
        try (var undo = new Undo()) {
            undo.add("close the sockets", () -> release(held));
            for (InetAddress address : addresses) {
                var published = new PublishedPort(request.protocol(), request.containerPort(), address, port);
                held.add(hold(published));
                taken.add(Taken.of(published));
            }
            undo.commit();
        }
        return held;
    }

    private static HeldPort hold(PublishedPort port) {
        return new HeldPort(port, InternetSockets.hold(port.hostAddress(), port.hostPort(), number(port.protocol())));
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
