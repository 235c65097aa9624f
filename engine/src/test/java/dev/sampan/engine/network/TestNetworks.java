package dev.sampan.engine.network;

import dev.sampan.engine.spec.PortRequest;
import dev.sampan.testkit.Own;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Networks on a bridge of their own, which is gone afterwards (the host goes on forwarding: others may need it); and containers on it that are nothing but a namespace. */
final class TestNetworks implements AutoCloseable {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String bridge = Own.name("net") + COUNT.incrementAndGet();
    private final MemoryStore store = new MemoryStore();
    private final List<Netns> containers = new ArrayList<>();
    private final NetworkDefaults defaults;
    private Networks networks;

    record Container(Netns netns, Sandbox sandbox) {
        String address() {
            return sandbox.endpoints()
                    .getFirst()
                    .device()
                    .orElseThrow()
                    .address()
                    .address()
                    .getHostAddress();
        }
    }

    TestNetworks() {
        this(true);
    }

    TestNetworks(boolean icc) {
        NetworkDefaults d = NetworkDefaults.defaults(bridge);
        defaults = new NetworkDefaults(bridge, Optional.empty(), d.pools(), icc, true, 1500, d.hostAddress());
        networks = Networks.open(defaults, store);
        networks.restore(List.of());
    }

    Networks networks() {
        return networks;
    }

    String bridge() {
        return bridge;
    }

    /** The daemon dies and another one begins, with those containers still alive. */
    void restart(List<Sandbox> alive) {
        networks.close();
        networks = Networks.open(defaults, store);
        networks.restore(alive);
    }

    /** The same with another --bip. */
    void restartWith(Cidr bip, List<Sandbox> alive) {
        networks.close();
        networks = Networks.open(defaults.withBip(bip), store);
        networks.restore(alive);
    }

    Container run(String name, PortRequest... ports) {
        var netns = Netns.create();
        containers.add(netns);
        Sandbox sandbox = networks.prepare(
                new SandboxRequest("c0ffee", name, List.of(EndpointRequest.on(Network.BRIDGE, List.of(ports)))));
        networks.join(sandbox, netns.access());
        return new Container(netns, sandbox);
    }

    @Override
    public void close() {
        containers.forEach(Netns::close);
        networks.sandboxesOn(networks.find(Network.BRIDGE).orElseThrow()).forEach(networks::release);
        networks.close();
    }
}
