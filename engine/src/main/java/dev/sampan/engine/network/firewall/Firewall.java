package dev.sampan.engine.network.firewall;

import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.network.Cidr;
import dev.sampan.engine.network.Endpoint;
import dev.sampan.engine.network.PublishedPort;
import dev.sampan.linux.netlink.NetlinkSocket;
import dev.sampan.linux.netlink.Request;
import dev.sampan.linux.netlink.conntrack.Flows;
import dev.sampan.linux.netlink.nft.BaseChains;
import dev.sampan.linux.netlink.nft.Batch;
import dev.sampan.linux.netlink.nft.Family;
import dev.sampan.linux.netlink.nft.Table;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.InternetSockets;
import dev.sampan.linux.syscall.Sockets;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The rules of one daemon, in a table of its own. Thread-safe. */
public final class Firewall implements AutoCloseable {

    private NetlinkSocket opened;
    private final Ruleset ruleset;
    private final Map<String, Subnet> subnets = new LinkedHashMap<>();
    private final Map<String, Endpoint> published = new LinkedHashMap<>();

    /** A bridge and what is allowed on it. */
    public record Subnet(String bridge, Cidr subnet, boolean icc, boolean masquerade) {}

    /** @param table what tells this daemon's table from others' */
    public Firewall(String table) {
        ruleset = new Ruleset(table);
    }

    /**
     * Keeps other engines of this network namespace from the bridge, and from the rules that are named after it, until this is closed
     * or the process ends: by a table that only its maker's socket may have, which goes with that socket.
     *
     * @return false when another engine that lives has it; a kernel that knows no such tables says so with the first rule
     */
    public synchronized boolean claim(String bridge) {
        try {
            Batch.run(socket(), List.of(new Table(Family.IP, "sampan-" + bridge + "-in-use").own()));
            return true;
        } catch (ErrnoException e) {
            // Who lacks the right to change rules gets the same answer, and may not read them either.
            return !(e.is(Errno.EPERM) && mayRead());
        }
    }

    private boolean mayRead() {
        try {
            BaseChains.list(socket());
            return true;
        } catch (ErrnoException e) {
            return false;
        }
    }

    /** The rules hold for this subnet from now on, with exactly these endpoints' ports published; one transaction. */
    public synchronized void open(Subnet subnet, Collection<Endpoint> live) {
        subnets.put(subnet.bridge(), subnet);
        live.forEach(endpoint -> published.put(endpoint.id(), endpoint));
        rebuild();
    }

    /** Whether the table is there, which whoever flushes the rule set takes away. */
    public synchronized boolean stands() {
        return ruleset.table().exists(socket());
    }

    /** The last one takes the table with it. */
    public synchronized void close(String bridge) {
        subnets.remove(bridge);
        if (!subnets.isEmpty()) {
            rebuild();
            return;
        }
        published.clear();
        try {
            Batch.run(socket(), List.of(ruleset.delete()));
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }

    public synchronized void publish(Endpoint endpoint) {
        List<Request> requests = ruleset.publish(endpoint.ports(), address(endpoint));
        if (requests.isEmpty()) {
            return;
        }
        published.put(endpoint.id(), endpoint);
        try {
            Batch.run(socket(), requests);
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOENT)) {
                published.remove(endpoint.id());
                throw e;
            }
            rebuild(); // somebody flushed the rule set
        }
        forgetDatagrams(endpoint);
    }

    /** Nothing for an endpoint that is not published. */
    public synchronized void unpublish(Endpoint endpoint) {
        if (published.remove(endpoint.id()) == null) {
            return;
        }
        try {
            Batch.run(socket(), ruleset.unpublish(endpoint.ports(), address(endpoint)));
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
            rebuild();
        }
        forgetDatagrams(endpoint);
    }

    /**
     * Other people's chains that drop what our bridges forward, each with what lets it through. Accepting in our table does not
     * help, since a packet has to pass every chain; and their chains are not ours to change.
     */
    public synchronized List<String> obstacles() {
        if (subnets.isEmpty()) {
            return List.of();
        }
        return BaseChains.droppingForwards(socket()).stream()
                .map(chain -> "chain " + chain.name() + " of nftables table " + chain.table()
                        + " drops what containers send beyond this host, and what comes for their published ports; if that is"
                        + " not wanted:" + remedy(chain.table()))
                .toList();
    }

    private String remedy(String table) {
        // dockerd sets this policy when it turned forwarding on itself, and keeps this chain for such rules.
        String chain = table.equals("filter") ? "DOCKER-USER (or FORWARD)" : "that chain";
        return subnets.keySet().stream()
                .map(bridge -> " accept -i " + bridge + " and -o " + bridge + " in " + chain)
                .collect(Collectors.joining(","));
    }

    /** The rules stay: containers go on. */
    @Override
    public synchronized void close() {
        if (opened != null) {
            opened.close();
        }
    }

    /** Opened with its first use: without a bridge, a kernel without nftables will do. */
    private NetlinkSocket socket() {
        if (opened == null) {
            opened = NetlinkSocket.open(Sockets.NETLINK_NETFILTER);
        }
        return opened;
    }

    private void rebuild() {
        var requests = new ArrayList<Request>(ruleset.rules());
        subnets.values().forEach(subnet -> requests.addAll(ruleset.add(subnet)));
        published.values().forEach(endpoint -> requests.addAll(ruleset.publish(endpoint.ports(), address(endpoint))));
        Batch.run(socket(), requests);
    }

    /**
     * Else who has sent to the port before goes on sending where it led before, as long as he does not pause. The port of another address
     * is another's: a container's server for names does not cut off who asks name servers elsewhere.
     */
    private void forgetDatagrams(Endpoint endpoint) {
        List<PublishedPort> udp = endpoint.ports().stream()
                .filter(port -> port.protocol().equals("udp"))
                .toList();
        if (!udp.isEmpty()) {
            Flows.forget(
                    socket(),
                    flow -> flow.protocol() == InternetSockets.IPPROTO_UDP
                            && udp.stream().anyMatch(port -> port.hostPort() == flow.port() && leadsTo(flow, port)));
        }
    }

    private static boolean leadsTo(Flows.Flow flow, PublishedPort port) {
        try {
            return port.hostAddress().equals(flow.destination())
                    || port.hostAddress().isAnyLocalAddress()
                            && (flow.destination().isLoopbackAddress()
                                    || NetworkInterface.getByInetAddress(flow.destination()) != null);
        } catch (SocketException e) {
            throw new SystemFailure("ask for the interface of " + flow.destination(), e);
        }
    }

    private static InetAddress address(Endpoint endpoint) {
        return endpoint.device().orElseThrow().address().address();
    }
}
