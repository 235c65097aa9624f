package dev.sampan.engine.network;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import dev.sampan.engine.spec.MacAddress;
import java.util.List;
import java.util.Optional;

/**
 * A sandbox's place in one network.
 *
 * @param id 64 hexadecimal digits: inspect's EndpointID
 * @param device what is in the sandbox for it; empty in host and none
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public record Endpoint(
        String id, String networkId, String networkName, Optional<Device> device, List<PublishedPort> ports) {

    public Endpoint {
        requireNonNull(id, "id");
        requireNonNull(networkId, "networkId");
        requireNonNull(networkName, "networkName");
        ports = List.copyOf(ports);
    }

    /**
     * The interface of an endpoint.
     *
     * @param name its name in the sandbox, {@code eth0}
     * @param hostName its other end's name on the host
     * @param address with the network's prefix length
     * @param gateway with the network's prefix length
     * @param defaultRoute whether the sandbox's default route leads through this endpoint
     */
    @JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
    public record Device(
            String name, String hostName, MacAddress mac, Cidr address, Cidr gateway, int mtu, boolean defaultRoute) {}
}
