package dev.sampan.engine.network;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The host's networks, and the way onto them: {@link #prepare} (addresses and ports, no links; beside the launch),
 * {@link #join} (when the namespace is there; before the gate opens), {@link #release}.
 *
 * <p>Thread-safe. Nothing here knows a container: the caller keeps the {@link Sandbox} that it got and hands it back, after
 * a restart of the daemon too.
 */
public final class Networks implements AutoCloseable {

    /** Makes the predefined networks and the kernel's side of every stored one; nothing is published before {@link #restore}. */
    public static Networks open(NetworkDefaults settings, NetworkStore store) {
        throw new IllegalStateException("networks are not there yet");
    }

    /** Takes up the sandboxes that outlived the previous daemon: their addresses, ports and rules; all others' are gone. */
    public void restore(Collection<Sandbox> alive) {
        throw new IllegalStateException("networks are not there yet");
    }

    public List<Network> list() {
        throw new IllegalStateException("networks are not there yet");
    }

    /** By name, else by id, else by a prefix of the id that only one network has. */
    public Optional<Network> find(String reference) {
        throw new IllegalStateException("networks are not there yet");
    }

    /** The sandboxes on a network: what {@code GET /networks/ID} lists as Containers. */
    public List<Sandbox> sandboxesOn(Network network) {
        throw new IllegalStateException("networks are not there yet");
    }

    /** How full each subnet of a network is: {@code Status.IPAM.Subnets} since API 1.52. */
    public List<SubnetUsage> usage(Network network) {
        throw new IllegalStateException("networks are not there yet");
    }

    /** inUse counts the network's own address, gateway and broadcast too. */
    public record SubnetUsage(Cidr subnet, long inUse, long available) {}

    /**
     * Allocates addresses and ports, makes no link. May run while the container's process is being launched.
     *
     * @throws dev.sampan.engine.error.EngineException with Docker's text: a missing network, a taken address, a taken port
     */
    public Sandbox prepare(SandboxRequest request) {
        throw new IllegalStateException("networks are not there yet");
    }

    /** Makes the links, sets addresses and routes inside, and publishes the ports; undone whole on failure. */
    public void join(Sandbox sandbox, NetnsAccess netns) {
        throw new IllegalStateException("networks are not there yet");
    }

    /** Gives back addresses and ports; the links die with the namespace. Does nothing the second time. */
    public void release(Sandbox sandbox) {
        throw new IllegalStateException("networks are not there yet");
    }

    @Override
    public void close() {}
}
