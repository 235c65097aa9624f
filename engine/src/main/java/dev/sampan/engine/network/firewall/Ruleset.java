package dev.sampan.engine.network.firewall;

import dev.sampan.engine.network.Cidr;
import dev.sampan.engine.network.PublishedPort;
import dev.sampan.linux.netlink.Request;
import dev.sampan.linux.netlink.nft.Chain;
import dev.sampan.linux.netlink.nft.DataType;
import dev.sampan.linux.netlink.nft.Element;
import dev.sampan.linux.netlink.nft.Family;
import dev.sampan.linux.netlink.nft.NamedSet;
import dev.sampan.linux.netlink.nft.Rule;
import dev.sampan.linux.netlink.nft.Statement;
import dev.sampan.linux.netlink.nft.Table;
import dev.sampan.linux.netlink.nft.Value;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Gatherers;

/**
 * The rules, which never change while the daemon runs: a network is elements in sets, a published port one element in a map. Read
 * the rules in {@link #rules}, and the same with {@code nft list table ip sampan-BRIDGE}.
 */
final class Ruleset {

    private static final int ELEMENTS_AT_ONCE = 500;

    private final Table table;

    /** Our bridges. */
    private final NamedSet bridges;
    /** Each bridge with itself, in by it and out by it, where containers may talk to each other. */
    private final NamedSet icc;
    /** Each bridge with its addresses. */
    private final NamedSet subnets;
    /** Whose addresses are hidden behind the host's. */
    private final NamedSet hidden;
    /** Ports of one host address, and of every host address. */
    private final NamedSet published;

    private final NamedSet publishedAnywhere;

    Table table() {
        return table;
    }

    Ruleset(String name) {
        table = new Table(Family.IP, name);
        bridges = NamedSet.of(table, "bridges", DataType.IFNAME);
        icc = NamedSet.of(table, "icc", DataType.IFNAME, DataType.IFNAME);
        subnets = NamedSet.of(table, "subnets", DataType.IFNAME, DataType.IPV4_ADDR)
                .withIntervals();
        hidden = NamedSet.of(table, "hidden", DataType.IFNAME, DataType.IPV4_ADDR)
                .withIntervals();
        published = NamedSet.of(table, "published", DataType.INET_PROTO, DataType.IPV4_ADDR, DataType.INET_SERVICE)
                .to(DataType.IPV4_ADDR, DataType.INET_SERVICE);
        publishedAnywhere = NamedSet.of(table, "published-anywhere", DataType.INET_PROTO, DataType.INET_SERVICE)
                .to(DataType.IPV4_ADDR, DataType.INET_SERVICE);
    }

    /** Takes away what an earlier daemon of this name left, and makes the table without elements: the start of a batch. */
    List<Request> rules() {
        Chain toContainers = Chain.regular(table, "to-containers");
        Chain guard = Chain.base(table, "guard", Chain.Type.FILTER, Chain.Point.PREROUTING, Chain.RAW);
        Chain fromOutside = Chain.base(table, "from-outside", Chain.Type.NAT, Chain.Point.PREROUTING, Chain.DSTNAT);
        Chain fromHost = Chain.base(table, "from-host", Chain.Type.NAT, Chain.Point.OUTPUT, Chain.DSTNAT);
        Chain forward = Chain.base(table, "passage", Chain.Type.FILTER, Chain.Point.FORWARD, Chain.FILTER);
        Chain silence = Chain.base(table, "silence", Chain.Type.FILTER, Chain.Point.OUTPUT, Chain.FILTER);
        Chain sources = Chain.base(table, "sources", Chain.Type.NAT, Chain.Point.POSTROUTING, Chain.SRCNAT);
        return List.of(
                table.add(),
                table.delete(),
                table.add(),
                bridges.add(),
                icc.add(),
                subnets.add(),
                hidden.add(),
                published.add(),
                publishedAnywhere.add(),
                toContainers.add(),
                guard.add(),
                fromOutside.add(),
                fromHost.add(),
                forward.add(),
                silence.add(),
                sources.add(),

                // route_localnet lets packets of 127.0.0.1 pass our bridges, for published ports. Containers must not
                // use that to
                // reach what the host serves to itself only (CVE-2020-8558).
                Rule.in(guard, Statement.cameBy(bridges), Statement.toLoopback(), Statement.drop()),
                Rule.in(guard, Statement.cameBy(bridges), Statement.fromLoopback(), Statement.drop()),
                Rule.in(toContainers, Statement.redirectByAddress(published)),
                Rule.in(toContainers, Statement.redirectByPort(publishedAnywhere)),
                // A neighbour who sends to 127.0.0.1 through the wire does not reach what is published there.
                Rule.in(fromOutside, Statement.notToLoopback(), Statement.toThisHost(), Statement.jump(toContainers)),
                Rule.in(fromHost, Statement.toThisHost(), Statement.jump(toContainers)),

                // To containers comes what they asked for, what is published, and their neighbours; also when somebody
                // routes to their addresses. Frames between neighbours only come here where br_netfilter is loaded.
                Rule.in(forward, Statement.leavesByNoneOf(bridges), Statement.accept()),
                Rule.in(forward, Statement.established(), Statement.accept()),
                Rule.in(forward, Statement.wasRedirected(), Statement.accept()),
                Rule.in(forward, Statement.passes(icc), Statement.accept()),
                Rule.in(forward, Statement.drop()),

                // A container that calls its neighbour's published port is told by the kernel to go there directly, in
                // words that lead nowhere, since the port's address is the host's.
                Rule.in(silence, Statement.leavesBy(bridges), Statement.icmpRedirect(), Statement.drop()),

                // Answers must come back through us: to the host's loopback, and to a neighbour who asked the host's
                // address.
                Rule.in(sources, Statement.leavesBy(bridges), Statement.fromLoopback(), Statement.masquerade()),
                Rule.in(sources, Statement.leavesByFrom(subnets), Statement.wasRedirected(), Statement.masquerade()),
                Rule.in(
                        sources,
                        Statement.cameByFrom(hidden),
                        Statement.leavesByNoneOf(bridges),
                        Statement.masquerade()));
    }

    Request delete() {
        return table.delete();
    }

    List<Request> add(Firewall.Subnet subnet) {
        Value bridge = Value.interfaceName(subnet.bridge());
        Cidr network = subnet.subnet().network();
        Element member = Element.of(bridge, Value.network(network.address(), network.prefix()));
        var requests =
                new ArrayList<Request>(List.of(bridges.add(List.of(Element.of(bridge))), subnets.add(List.of(member))));
        if (subnet.icc()) {
            requests.add(icc.add(List.of(Element.of(bridge, bridge))));
        }
        if (subnet.masquerade()) {
            requests.add(hidden.add(List.of(member)));
        }
        return requests;
    }

    List<Request> publish(List<PublishedPort> ports, InetAddress container) {
        return change(ports, container, true);
    }

    List<Request> unpublish(List<PublishedPort> ports, InetAddress container) {
        return change(ports, container, false);
    }

    private List<Request> change(List<PublishedPort> ports, InetAddress container, boolean add) {
        var some = new ArrayList<Element>();
        var anywhere = new ArrayList<Element>();
        for (PublishedPort port : ports) {
            if (!(port.hostAddress() instanceof Inet4Address)) {
                continue; // IPv6 does not reach an IPv4 container by translation
            }
            Value protocol = Value.protocol(port.protocol());
            Value hostPort = Value.port(port.hostPort());
            boolean any = port.hostAddress().isAnyLocalAddress();
            Element key = any
                    ? Element.of(protocol, hostPort)
                    : Element.of(protocol, Value.address(port.hostAddress()), hostPort);
            (any ? anywhere : some).add(key.to(Value.address(container), Value.port(port.containerPort())));
        }
        var requests = new ArrayList<Request>();
        parts(some).forEach(part -> requests.add(add ? published.add(part) : published.delete(part)));
        parts(anywhere)
                .forEach(part -> requests.add(add ? publishedAnywhere.add(part) : publishedAnywhere.delete(part)));
        return requests;
    }

    /** A netlink attribute, here the list of elements, has at most 65,535 bytes. */
    private static List<List<Element>> parts(List<Element> elements) {
        return elements.stream().gather(Gatherers.windowFixed(ELEMENTS_AT_ONCE)).toList();
    }
}
