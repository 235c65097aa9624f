package dev.sampan.engine.container.state;

import static java.util.Objects.requireNonNullElse;

import dev.sampan.engine.network.AddressText;
import dev.sampan.engine.network.Endpoint;
import dev.sampan.engine.network.Sandbox;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A container's place in one network: of its present run; after that only the network's id; before the first one nothing. Texts are empty
 * for what there is not.
 *
 * @param prefix bits of the network in {@code address}
 */
public record EndpointState(
        String networkId, String endpointId, String gateway, String address, int prefix, String mac) {

    public static final EndpointState NONE = new EndpointState("", "", "", "", 0, "");

    public EndpointState {
        networkId = requireNonNullElse(networkId, "");
        endpointId = requireNonNullElse(endpointId, "");
        gateway = requireNonNullElse(gateway, "");
        address = requireNonNullElse(address, "");
        mac = requireNonNullElse(mac, "");
    }

    /** By the network's name, with what a run has got. */
    public static Map<String, EndpointState> joined(Map<String, EndpointState> before, Optional<Sandbox> sandbox) {
        var joined = new TreeMap<>(before);
        for (Endpoint endpoint : sandbox.map(Sandbox::endpoints).orElse(List.of())) {
            joined.put(endpoint.networkName(), of(endpoint));
        }
        return joined;
    }

    private static EndpointState of(Endpoint endpoint) {
        return endpoint.device()
                .map(device -> new EndpointState(
                        endpoint.networkId(),
                        endpoint.id(),
                        AddressText.of(device.gateway().address()),
                        AddressText.of(device.address().address()),
                        device.address().prefix(),
                        device.mac().text()))
                .orElse(new EndpointState(endpoint.networkId(), endpoint.id(), "", "", 0, ""));
    }

    /** After the end of a run. */
    public static Map<String, EndpointState> left(Map<String, EndpointState> run) {
        var left = new TreeMap<String, EndpointState>();
        run.forEach((name, endpoint) -> left.put(name, new EndpointState(endpoint.networkId(), "", "", "", 0, "")));
        return left;
    }
}
