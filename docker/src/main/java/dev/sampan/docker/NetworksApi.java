package dev.sampan.docker;

import dev.sampan.api.GoTime;
import dev.sampan.api.network.NetworkConnectRequest;
import dev.sampan.api.network.NetworkCreateRequest;
import dev.sampan.api.network.NetworkDisconnectRequest;
import dev.sampan.api.network.NetworkInspect;
import dev.sampan.engine.container.Containers;
import dev.sampan.engine.error.EngineException.Forbidden;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.NotFound;
import dev.sampan.engine.error.EngineException.NotImplemented;
import dev.sampan.engine.network.AddressText;
import dev.sampan.engine.network.Endpoint;
import dev.sampan.engine.network.Network;
import dev.sampan.engine.network.Networks;
import dev.sampan.engine.network.Sandbox;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code /networks}: list and inspect. Making networks comes with a later issue; bad requests for it are refused already. */
final class NetworksApi {
    private static final Set<String> PREDEFINED = Set.of("bridge", "host", "none", "default");

    private final Networks networks;
    private final Containers containers;

    NetworksApi(Networks networks, Containers containers) {
        this.networks = networks;
        this.containers = containers;
    }

    void list(Call call) throws IOException {
        call.json(networks.list(call.filters()).stream()
                .map(network -> shown(network, null, null))
                .toList());
    }

    void inspect(Call call) throws IOException {
        verbose(call.parameters().get("verbose"));
        String scope = call.parameters().get("scope");
        Network network = networks.find(call.name())
                .filter(found -> scope.isEmpty() || scope.equals("local"))
                .orElseThrow(() -> new NotFound("network " + call.name() + " not found"));
        NetworkInspect.Status status = call.version().before(1, 52) ? null : status(network);
        call.json(shown(network, attached(network), status));
    }

    private static void verbose(String text) {
        if (!text.matches("|1|t|T|TRUE|true|True|0|f|F|FALSE|false|False")) {
            throw new InvalidRequest("invalid value for verbose: " + text + ": strconv.ParseBool: parsing \"" + text
                    + "\": invalid syntax");
        }
    }

    private static NetworkInspect shown(
            Network network,
            @Nullable Map<String, NetworkInspect.Attached> containers,
            NetworkInspect.@Nullable Status status) {
        List<NetworkInspect.Pool> pools = network.pools().stream()
                .map(pool -> new NetworkInspect.Pool(
                        pool.subnet().toString(),
                        "",
                        AddressText.of(pool.gateway().address())))
                .toList();
        return new NetworkInspect(
                network.name(),
                network.id(),
                GoTime.format(network.created()),
                "local",
                network.driver(),
                network.enableIPv4(),
                network.enableIPv6(),
                new NetworkInspect.Ipam("default", null, pools.isEmpty() ? null : pools),
                network.internal(),
                false,
                false,
                new NetworkInspect.ConfigFrom(""),
                false,
                containers,
                network.options(),
                network.labels(),
                status);
    }

    private Map<String, NetworkInspect.Attached> attached(Network network) {
        var containers = new TreeMap<String, NetworkInspect.Attached>();
        for (Sandbox sandbox : networks.sandboxesOn(network)) {
            for (Endpoint endpoint : sandbox.endpoints()) {
                if (endpoint.networkName().equals(network.name())) {
                    containers.put(sandbox.owner(), attached(sandbox, endpoint));
                }
            }
        }
        return containers;
    }

    private static NetworkInspect.Attached attached(Sandbox sandbox, Endpoint endpoint) {
        return new NetworkInspect.Attached(
                sandbox.ownerName(),
                endpoint.id(),
                endpoint.device().map(device -> device.mac().toString()).orElse(""),
                endpoint.device().map(device -> device.address().toString()).orElse(""),
                "");
    }

    private NetworkInspect.Status status(Network network) {
        var subnets = new TreeMap<String, NetworkInspect.SubnetStatus>();
        networks.usage(network)
                .forEach(usage -> subnets.put(
                        usage.subnet().toString(), new NetworkInspect.SubnetStatus(usage.inUse(), usage.available())));
        return new NetworkInspect.Status(new NetworkInspect.IpamStatus(subnets));
    }

    static void create(Call call) throws IOException {
        NetworkCreateRequest request =
                call.body(NetworkCreateRequest.class).orElseThrow(() -> new InvalidRequest("invalid JSON: EOF"));
        if (request.name() == null || request.name().isEmpty()) {
            throw new InvalidRequest("invalid name: name is empty");
        }
        if (PREDEFINED.contains(request.name())) {
            throw new Forbidden("operation is not permitted on predefined " + request.name() + " network ");
        }
        throw new NotImplemented("networks of one's own are not implemented yet");
    }

    void connect(Call call) throws IOException {
        String container = call.body(NetworkConnectRequest.class)
                .map(NetworkConnectRequest::container)
                .orElse("");
        throw notThereYet(call, container, "connect");
    }

    void disconnect(Call call) throws IOException {
        String container = call.body(NetworkDisconnectRequest.class)
                .map(NetworkDisconnectRequest::container)
                .orElse("");
        throw notThereYet(call, container, "disconnect");
    }

    /** What is wrong with the request is told first, as it will be then. */
    private NotImplemented notThereYet(Call call, String container, String verb) {
        if (container.isEmpty()) {
            throw new InvalidRequest("invalid name or ID supplied: \"\"");
        }
        containers.output(container);
        return new NotImplemented(
                "POST /networks/" + call.name() + "/" + verb + " is not implemented by Sampan " + Build.VERSION);
    }
}
