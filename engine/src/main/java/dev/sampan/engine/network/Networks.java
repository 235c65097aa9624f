package dev.sampan.engine.network;

import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.error.Undo;
import dev.sampan.engine.filter.Filters;
import dev.sampan.engine.network.driver.DriverHost;
import dev.sampan.engine.network.driver.NetworkDriver;
import dev.sampan.engine.network.firewall.Firewall;
import dev.sampan.engine.network.ipam.AddressBitmap;
import dev.sampan.engine.network.port.HeldPort;
import dev.sampan.engine.network.port.PortAllocator;
import dev.sampan.engine.spec.MacAddress;
import dev.sampan.linux.netlink.NetlinkSocket;
import dev.sampan.linux.syscall.Sockets;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * The host's networks, and the way onto them: {@link #prepare} (addresses and ports, no links; beside the launch),
 * {@link #join} (when the namespace is there; before the gate opens), {@link #release}.
 *
 * <p>Thread-safe. Nothing here knows a container: the caller keeps the {@link Sandbox} that it got and hands it back, after
 * a restart of the daemon too.
 */
public final class Networks implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Networks.class.getName());
    private static final String FAILED = "failed to set up container networking: ";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<String, NetworkDriver> drivers = new HashMap<>();
    private final Map<String, Network> networks = new LinkedHashMap<>();
    private final Map<String, AddressBitmap> addresses = new HashMap<>();
    private final Map<String, Sandbox> sandboxes = new LinkedHashMap<>();
    private final Map<String, String> unavailable = new HashMap<>();
    private final Map<String, List<HeldPort>> ports = new HashMap<>();
    private final DriverHost host;
    private final PortAllocator portAllocator;
    private boolean closed;

    private Networks(DriverHost host) {
        this.host = host;
        this.portAllocator = new PortAllocator(host.defaults().hostAddress());
    }

    /**
     * Makes the predefined networks where they are not stored yet; the kernel's side follows with {@link #restore}.
     *
     * @throws EngineException.Conflict when another engine that lives has the bridge
     */
    public static Networks open(NetworkDefaults defaults, NetworkStore store) {
        NetlinkSocket route = NetlinkSocket.open(Sockets.NETLINK_ROUTE);
        var host = new DriverHost(route, new Firewall("sampan-" + defaults.bridge()), defaults, store.owner());
        try (var undo = new Undo()) {
            undo.add("close the kernel's side", host::close);
            var networks = open(host, store);
            undo.commit();
            return networks;
        }
    }

    private static Networks open(DriverHost host, NetworkStore store) {
        var networks = new Networks(host);
        for (NetworkDriver driver : ServiceLoader.load(NetworkDriver.class, Networks.class.getClassLoader())) {
            driver.start(networks.host);
            networks.drivers.put(driver.type(), driver);
        }
        Collection<Network> stored = store.load();
        for (String[] predefined :
                new String[][] {{Network.BRIDGE, "bridge"}, {Network.HOST, "host"}, {Network.NONE, "null"}}) {
            Network known = stored.stream()
                    .filter(network -> network.name().equals(predefined[0]))
                    .findFirst()
                    .orElseGet(() -> blank(predefined[0], predefined[1]));
            Network defined = networks.drivers.get(predefined[1]).define(known);
            if (!stored.contains(defined)) {
                store.save(defined);
            }
            networks.networks.put(defined.id(), defined);
        }
        return networks;
    }

    /**
     * Makes the kernel's side of all networks, with the sandboxes that outlived the previous daemon: their addresses, ports and
     * rules; all others' are gone. Called once, before the first {@link #prepare}.
     */
    public synchronized void restore(Collection<Sandbox> alive) {
        for (Network network : networks.values()) {
            network.pools().forEach(pool -> bitmap(network).take(pool.gateway().address()));
        }
        for (Sandbox sandbox : alive) {
            sandboxes.put(sandbox.id(), sandbox);
            sandbox.endpoints().forEach(this::restore);
        }
        for (Network network : networks.values()) {
            open(network);
        }
        warnings().forEach(warning -> LOG.log(System.Logger.Level.WARNING, warning));
    }

    private void restore(Endpoint endpoint) {
        try {
            endpoint.device()
                    .ifPresent(device ->
                            bitmap(network(endpoint)).take(device.address().address()));
        } catch (EngineException e) {
            // The network's subnet is another one now. The container keeps its address, for what that is worth.
            LOG.log(System.Logger.Level.WARNING, "endpoint " + endpoint.id() + ": " + e.getMessage());
        }
        ports.put(endpoint.id(), portAllocator.restore(endpoint.ports()));
    }

    /** A network that this host cannot have does not keep the engine from starting: the others are there. */
    private boolean open(Network network) {
        try {
            driver(network).open(network, endpointsOn(network));
            endpointsOn(network).forEach(this::serve);
            unavailable.remove(network.id());
            return true;
        } catch (RuntimeException e) {
            unavailable.put(network.id(), e.getMessage());
            LOG.log(System.Logger.Level.ERROR, "network " + network.name() + " is not available: " + e.getMessage());
            return false;
        }
    }

    /** What on this host keeps containers from the network, each with its remedy: for the log, and for /info. */
    public List<String> warnings() {
        return host.firewall().obstacles();
    }

    /** Throws InvalidRequest for a bad filter. */
    public synchronized List<Network> list(Filters filters) {
        var filter = new ListFilter(filters, network -> sandboxesOn(network).isEmpty());
        return list().stream().filter(filter).toList();
    }

    public synchronized List<Network> list() {
        return List.copyOf(networks.values());
    }

    /** By name, else by id, else by a prefix of the id that only one network has. */
    public synchronized Optional<Network> find(String reference) {
        Optional<Network> named = networks.values().stream()
                .filter(network -> network.name().equals(reference))
                .findFirst();
        if (named.isPresent() || reference.isEmpty()) {
            return named;
        }
        List<Network> prefixed = networks.values().stream()
                .filter(network -> network.id().startsWith(reference))
                .toList();
        return prefixed.size() == 1 ? Optional.of(prefixed.getFirst()) : Optional.empty();
    }

    /** The sandboxes on a network: what {@code GET /networks/ID} lists as Containers. */
    public synchronized List<Sandbox> sandboxesOn(Network network) {
        return sandboxes.values().stream()
                .filter(sandbox -> sandbox.endpoints().stream().anyMatch(endpoint -> isOn(endpoint, network)))
                .toList();
    }

    /** How full each subnet of a network is: {@code Status.IPAM.Subnets} since API 1.52. */
    public synchronized List<SubnetUsage> usage(Network network) {
        return network.pools().stream()
                .map(pool -> new SubnetUsage(
                        pool.subnet(),
                        addresses.get(network.id()).inUse(),
                        addresses.get(network.id()).available()))
                .toList();
    }

    /** inUse counts the network's own address, gateway and broadcast too. */
    public record SubnetUsage(Cidr subnet, long inUse, long available) {}

    /**
     * Allocates addresses and ports, makes no link. May run while the container's process is being launched.
     *
     * @throws EngineException with Docker's text: a missing network, a taken address, a taken port
     */
    public synchronized Sandbox prepare(SandboxRequest request) {
        try (var undo = new Undo()) {
            var endpoints = new ArrayList<Endpoint>();
            undo.add("release the endpoints", () -> endpoints.forEach(this::release));
            for (EndpointRequest wanted : request.endpoints()) {
                Network network = find(wanted.network())
                        .orElseThrow(() ->
                                new EngineException.NotFound(FAILED + "network " + wanted.network() + " not found"));
                endpoints.add(prepare(request, wanted, network, endpoints.size()));
            }
            var sandbox = new Sandbox(newId(), request.owner(), request.ownerName(), List.copyOf(endpoints));
            sandboxes.put(sandbox.id(), sandbox);
            undo.commit();
            return sandbox;
        }
    }

    /** Makes the links, sets addresses and routes inside, and publishes the ports; undone whole on failure. */
    public void join(Sandbox sandbox, NetnsAccess netns) {
        try (var undo = new Undo()) {
            for (Endpoint endpoint : sandbox.endpoints()) {
                Network network = network(endpoint);
                driver(network).join(network, endpoint, netns);
                undo.add("leave " + network.name(), () -> driver(network).leave(network, endpoint));
                serve(endpoint);
            }
            undo.commit();
        }
    }

    /** Gives back addresses and ports; the links die with the namespace. Does nothing the second time. */
    public void release(Sandbox sandbox) {
        synchronized (this) {
            if (sandboxes.remove(sandbox.id()) == null) {
                return;
            }
        }
        try (var undo = new Undo()) {
            for (Endpoint endpoint : sandbox.endpoints()) {
                undo.add("give back what " + endpoint.networkName() + " gave", () -> release(endpoint));
                undo.add("leave " + endpoint.networkName(), () -> {
                    Network network = network(endpoint);
                    driver(network).leave(network, endpoint);
                });
            }
        }
    }

    /**
     * What living sandboxes need stays: bridges, addresses, rules. Without any, nothing of the networks is left on the host, save
     * that it forwards.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (sandboxes.isEmpty()) {
            networks.values().forEach(network -> driver(network).close(network));
        }
        ports.values().forEach(held -> held.forEach(HeldPort::close));
        host.close();
    }

    /** Takes all networks from the host, as an engine does that is removed; containers still on them lose their network. */
    public synchronized void destroy() {
        sandboxes.clear();
        close();
    }

    private Endpoint prepare(SandboxRequest request, EndpointRequest wanted, Network network, int index) {
        boolean open = !unavailable.containsKey(network.id()) && driver(network).stands(network);
        if (!open && !open(network)) {
            throw new EngineException.SystemFailure(
                    FAILED + "network " + network.name() + " is not available: " + unavailable.get(network.id()));
        }
        String id = newId();
        if (!driver(network).addresses()) {
            return new Endpoint(id, network.id(), network.name(), Optional.empty(), List.of());
        }
        AddressBitmap bitmap = bitmap(network);
        Cidr address = taken(wanted.address(), bitmap);
        try (var undo = new Undo()) {
            undo.add("give the address back", () -> bitmap.giveBack(address.address()));
            List<HeldPort> held = held(request, wanted, id);
            ports.put(id, held);
            undo.commit();
            var device = new Endpoint.Device(
                    "eth" + index,
                    "veth" + id.substring(0, 11),
                    wanted.mac().orElseGet(() -> MacAddress.of(address.address())),
                    address,
                    network.pools().getFirst().gateway(),
                    host.defaults().mtu(),
                    index == 0);
            return new Endpoint(
                    id,
                    network.id(),
                    network.name(),
                    Optional.of(device),
                    held.stream().map(HeldPort::port).toList());
        }
    }

    private static Cidr taken(Optional<InetAddress> wanted, AddressBitmap bitmap) {
        try {
            return wanted.isPresent() ? bitmap.take(wanted.get()) : bitmap.take();
        } catch (EngineException.Forbidden e) {
            throw new EngineException.Forbidden(FAILED + e.getMessage(), e);
        }
    }

    private List<HeldPort> held(SandboxRequest request, EndpointRequest wanted, String id) {
        try {
            return portAllocator.allocate(wanted.ports());
        } catch (EngineException e) {
            throw new EngineException.SystemFailure(
                    FAILED + "driver failed programming external connectivity on endpoint " + request.ownerName() + " ("
                            + id + "): " + e.getMessage(),
                    e);
        }
    }

    private synchronized void serve(Endpoint endpoint) {
        endpoint.device()
                .ifPresent(device -> ports.getOrDefault(endpoint.id(), List.of())
                        .forEach(port -> port.serve(device.address().address())));
    }

    private synchronized void release(Endpoint endpoint) {
        endpoint.device()
                .ifPresent(device ->
                        bitmap(network(endpoint)).giveBack(device.address().address()));
        portAllocator.release(Optional.ofNullable(ports.remove(endpoint.id())).orElse(List.of()));
    }

    private List<Endpoint> endpointsOn(Network network) {
        return sandboxes.values().stream()
                .flatMap(sandbox -> sandbox.endpoints().stream())
                .filter(endpoint -> isOn(endpoint, network))
                .toList();
    }

    private AddressBitmap bitmap(Network network) {
        return addresses.computeIfAbsent(
                network.id(), id -> new AddressBitmap(network.pools().getFirst().subnet()));
    }

    /** By its name where the id is unknown: the network's file was lost, and it was made again while the container ran. */
    private synchronized Network network(Endpoint endpoint) {
        Network known = networks.get(endpoint.networkId());
        return known != null
                ? known
                : networks.values().stream()
                        .filter(network -> network.name().equals(endpoint.networkName()))
                        .findFirst()
                        .orElseThrow(
                                () -> new EngineException.NotFound("network " + endpoint.networkName() + " not found"));
    }

    private boolean isOn(Endpoint endpoint, Network network) {
        return endpoint.networkId().equals(network.id())
                || endpoint.networkName().equals(network.name()) && !networks.containsKey(endpoint.networkId());
    }

    private NetworkDriver driver(Network network) {
        return drivers.get(network.driver());
    }

    private static Network blank(String name, String driver) {
        return new Network(newId(), name, driver, Instant.now(), true, false, false, List.of(), Map.of(), Map.of());
    }

    private static String newId() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
