package dev.sampan.engine.container;

import dev.sampan.api.Json;
import dev.sampan.api.container.ContainerCreateRequest;
import dev.sampan.api.container.EndpointSettings;
import dev.sampan.api.container.HostConfig;
import dev.sampan.engine.container.check.CheckEndpoint;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.network.Network;
import dev.sampan.engine.network.Networks;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** The networks a new container shall join, as its request names them. */
final class Networking {

    static final EndpointSettings NONE = Json.read("{}".getBytes(StandardCharsets.US_ASCII), EndpointSettings.class);

    private Networking() {}

    /** By name: those of NetworkingConfig, or the one of the network mode alone. */
    static Map<String, EndpointSettings> wanted(ContainerCreateRequest request, HostConfig host, Networks networks) {
        String mode = host.networkMode();
        if (mode.startsWith("container:")) {
            return Map.of();
        }
        var given = request.networkingConfig() == null
                ? null
                : request.networkingConfig().endpointsConfig();
        if (given == null || given.isEmpty()) {
            return Map.of(nameOf(mode, networks), NONE);
        }
        var wanted = new TreeMap<String, EndpointSettings>();
        given.forEach((key, settings) -> {
            String name = nameOf(key, networks);
            if (settings == null) {
                throw new InvalidRequest("invalid config for network " + name + ": EndpointsConfig is nil");
            }
            CheckEndpoint.check(name, settings, networks);
            wanted.put(name, settings);
        });
        return wanted;
    }

    private static String nameOf(String reference, Networks networks) {
        if (reference.equals("default")) {
            return Network.BRIDGE;
        }
        return networks.find(reference).map(Network::name).orElse(reference);
    }
}
