package dev.sampan.engine.network;

import dev.sampan.engine.spec.MacAddress;
import dev.sampan.engine.spec.PortRequest;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * One network that a sandbox wants to be on.
 *
 * @param network name, id, or a prefix of the id
 * @param address the wanted address; empty lets the network choose
 * @param mac the wanted Ethernet address; empty lets the network choose
 */
public record EndpointRequest(
        String network, Optional<InetAddress> address, Optional<MacAddress> mac, List<PortRequest> ports) {

    /** On {@code network}, with addresses of its choice. */
    public static EndpointRequest on(String network, List<PortRequest> ports) {
        return new EndpointRequest(network, Optional.empty(), Optional.empty(), ports);
    }
}
