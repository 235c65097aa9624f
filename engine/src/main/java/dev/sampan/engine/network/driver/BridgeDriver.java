package dev.sampan.engine.network.driver;

import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.error.Undo;
import dev.sampan.engine.network.Cidr;
import dev.sampan.engine.network.Endpoint;
import dev.sampan.engine.network.NetnsAccess;
import dev.sampan.engine.network.Network;
import dev.sampan.engine.network.firewall.Firewall;
import dev.sampan.engine.network.ipam.AddressPools;
import dev.sampan.engine.spec.MacAddress;
import dev.sampan.linux.netlink.NetlinkSocket;
import dev.sampan.linux.netlink.Request;
import dev.sampan.linux.netlink.route.Addresses;
import dev.sampan.linux.netlink.route.LinkKind;
import dev.sampan.linux.netlink.route.Links;
import dev.sampan.linux.netlink.route.NewLink;
import dev.sampan.linux.netlink.route.Routes;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A switch on the host with a cable (a veth pair) into each container. The host is the containers' router: it forwards, hides
 * their addresses behind its own, and sends published ports to them.
 *
 * <p>A cable is not deleted: it dies with the container's namespace for free, where an explicit delete waits for RCU. But somebody may
 * hold the namespace after the container's end, so that it is switched off before its address is another's.
 */
public final class BridgeDriver implements NetworkDriver {

    private final Map<String, Integer> bridges = new ConcurrentHashMap<>();
    private DriverHost host;
    private Ownership ownership;

    @Override
    public String type() {
        return "bridge";
    }

    @Override
    public boolean addresses() {
        return true;
    }

    @Override
    public void start(DriverHost onHost) {
        host = onHost;
        ownership = new Ownership(onHost);
    }

    @Override
    public Network define(Network asked) {
        boolean isDefault = asked.name().equals(Network.BRIDGE);
        Map<String, String> options = isDefault ? BridgeOptions.ofDefaultBridge(host.defaults()) : asked.options();
        Network optioned = asked.withOptions(options);
        String bridge = BridgeOptions.of(optioned).name();
        ownership.claim(bridge);
        Optional<Cidr> bip = isDefault ? host.defaults().bip() : Optional.empty();
        if (bip.isPresent()) {
            return optioned.withPools(List.of(new Network.Pool(bip.get().network(), bip.get())));
        }
        // Of the default network nobody asked for a subnet: the one of the last time may be another's by now.
        boolean choose = asked.pools().isEmpty()
                || isDefault
                        && ownership.taken(bridge, asked.pools().getFirst()).isPresent();
        return choose ? optioned.withPools(List.of(choosePool(bridge))) : optioned;
    }

    @Override
    public void open(Network network, Collection<Endpoint> live) {
        BridgeOptions options = BridgeOptions.of(network);
        int bridge = makeBridge(network, options);
        bridges.put(network.id(), bridge);
        live.forEach(endpoint -> plugIn(endpoint, bridge, options.name()));
        var subnet = new Firewall.Subnet(
                options.name(), network.pools().getFirst().subnet(), options.icc(), options.masquerade());
        host.firewall().open(subnet, live);
        HostSysctls.forward(options.name());
    }

    @Override
    public boolean stands(Network network) {
        String bridge = BridgeOptions.of(network).name();
        Cidr gateway = network.pools().getFirst().gateway();
        Optional<Links.Link> link =
                Links.find(host.route(), bridge).filter(found -> found.up() && isOpened(network, found.index()));
        return link.isPresent()
                && host.firewall().stands()
                && Addresses.list(host.route()).stream()
                        .anyMatch(address -> address.link() == link.get().index()
                                && address.address().equals(gateway.address()));
    }

    private boolean isOpened(Network network, int index) {
        return bridges.getOrDefault(network.id(), -1) == index;
    }

    @Override
    public void join(Network network, Endpoint endpoint, NetnsAccess netns) {
        Endpoint.Device device = endpoint.device().orElseThrow();
        try (var undo = new Undo()) {
            // Of several requests the first may succeed and the next be refused, so the way back is there before them.
            undo.add("delete " + device.hostName(), () -> removeLink(device.hostName()));
            host.route().execute(cable(network, device, netns));
            configureInside(device, netns);
            host.firewall().publish(endpoint);
            undo.commit();
        }
    }

    @Override
    public void leave(Network network, Endpoint endpoint) {
        try (var undo = new Undo()) {
            undo.add("unplug", () -> unplug(endpoint));
            undo.add("unpublish", () -> host.firewall().unpublish(endpoint));
        }
    }

    private void unplug(Endpoint endpoint) {
        String cable = endpoint.device().orElseThrow().hostName();
        try {
            host.route().execute(Links.down(cable));
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENODEV)) {
                throw e;
            }
        }
    }

    @Override
    public void close(Network network) {
        String name = BridgeOptions.of(network).name();
        if (bridges.remove(network.id()) == null) {
            return; // It was never opened: what there is of that name is another's.
        }
        host.firewall().close(name);
        if (ownership.isOurs(name)) {
            removeLink(name);
        }
    }

    private void removeLink(String name) {
        if (Links.find(host.route(), name).isPresent()) {
            host.route().execute(Links.delete(name));
        }
    }

    /** Somebody may have taken the bridge away and with it the cables' ends; their other ends are still in the containers. */
    private void plugIn(Endpoint endpoint, int bridge, String name) {
        String cable = endpoint.device().orElseThrow().hostName();
        Links.find(host.route(), cable)
                .filter(link -> link.master() != bridge)
                .ifPresent(link -> host.route().execute(Links.master(cable, bridge, name)));
    }

    private List<Request> cable(Network network, Endpoint.Device device, NetnsAccess netns) {
        NewLink peer = NewLink.peer(device.name(), netns.netns().number())
                .withMac(device.mac().text())
                .withMtu(device.mtu());
        NewLink outer = NewLink.of(device.hostName(), new LinkKind.Veth(peer))
                .withMtu(device.mtu())
                .withMaster(bridges.get(network.id()), BridgeOptions.of(network).name());
        // Where br_netfilter is loaded (dockerd does it), a published port is translated while the frame is still in
        // the bridge, and a container that calls its own port is to get back what it sent: hairpin.
        return List.of(
                outer,
                Links.withoutIpv6Addresses(device.hostName()),
                Links.bridgePort(device.hostName(), !BridgeOptions.of(network).icc(), true),
                Links.up(device.hostName()));
    }

    private static void configureInside(Endpoint.Device device, NetnsAccess netns) {
        var inside = NetlinkSocket.on(netns.netlink().number(), Inside.SHELL);
        inside.execute(Links.withoutIpv6Addresses(device.name()), Links.up(device.name()));
        int index = Links.find(inside, device.name()).orElseThrow().index();
        var address = new Addresses.Address(
                index, device.address().address(), device.address().prefix());
        var requests = new ArrayList<Request>(List.of(Addresses.add(device.name(), address)));
        if (device.defaultRoute()) {
            requests.add(Routes.addDefault(device.gateway().address(), device.name(), index));
        }
        inside.execute(requests);
    }

    /**
     * Answers the bridge's index. One that is there and nobody's, as with dockerd's {@code --bridge}, is used and gets what it lacks, but
     * keeps what it has and stays when we go.
     */
    private int makeBridge(Network network, BridgeOptions options) {
        Network.Pool pool = network.pools().getFirst();
        Cidr gateway = pool.gateway();
        if (ownership.mayUse(options.name())) {
            removeOtherAddresses(options.name(), gateway);
        } else if (Links.find(host.route(), options.name()).isEmpty()) {
            ownership.taken(options.name(), pool).ifPresent(by -> {
                throw new EngineException.Conflict("subnet " + pool.subnet() + " is in use by " + by);
            });
            // With an address of its own the bridge does not change it whenever a port comes or goes.
            host.route()
                    .execute(
                            NewLink.of(options.name(), new LinkKind.Bridge())
                                    .withMac(MacAddress.of(gateway.address()).text())
                                    .withMtu(options.mtu()),
                            ownership.mark(options.name()));
        }
        int index = Links.find(host.route(), options.name()).orElseThrow().index();
        host.route()
                .execute(
                        Links.withoutIpv6Addresses(options.name()),
                        Addresses.add(
                                options.name(), new Addresses.Address(index, gateway.address(), gateway.prefix())),
                        Links.up(options.name()));
        return index;
    }

    private void removeOtherAddresses(String name, Cidr gateway) {
        int index = Links.find(host.route(), name).orElseThrow().index();
        Addresses.list(host.route()).stream()
                .filter(address -> address.link() == index)
                .filter(address -> address.address().getAddress().length == 4)
                .filter(address -> !address.address().equals(gateway.address()) || address.prefix() != gateway.prefix())
                .forEach(address -> host.route().execute(Addresses.delete(name, address)));
    }

    /** What an earlier daemon left on the bridge is kept; else the first pool that nothing on this host uses. */
    private Network.Pool choosePool(String bridge) {
        int own = Links.find(host.route(), bridge).map(Links.Link::index).orElse(-1);
        List<Addresses.Address> addresses = Addresses.list(host.route());
        Optional<Cidr> kept = addresses.stream()
                .filter(address -> address.link() == own && address.address().getAddress().length == 4)
                .map(address -> new Cidr(address.address(), address.prefix()))
                .findFirst();
        if (kept.isPresent()) {
            return new Network.Pool(kept.get().network(), kept.get());
        }
        var used = new ArrayList<Cidr>();
        addresses.forEach(address -> used.add(new Cidr(address.address(), address.prefix())));
        Routes.list(host.route()).stream()
                .filter(route -> route.prefix() > 0)
                .forEach(route -> used.add(new Cidr(route.destination(), route.prefix())));
        Cidr subnet = new AddressPools(host.defaults().pools()).firstFree(used);
        return new Network.Pool(subnet, new Cidr(subnet.at(1), subnet.prefix()));
    }
}
