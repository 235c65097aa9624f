package dev.sampan.engine.container;

import dev.sampan.api.container.ContainerConfig;
import dev.sampan.api.container.EndpointSettings;
import dev.sampan.api.container.HostConfig;
import dev.sampan.api.container.PortBinding;
import dev.sampan.engine.container.check.CheckHostConfig;
import dev.sampan.engine.container.state.ContainerFile;
import dev.sampan.engine.error.Cause;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.network.AddressText;
import dev.sampan.engine.network.Endpoint;
import dev.sampan.engine.network.EndpointRequest;
import dev.sampan.engine.network.MacAddress;
import dev.sampan.engine.network.Network;
import dev.sampan.engine.network.PortRequest;
import dev.sampan.engine.network.Sandbox;
import dev.sampan.engine.network.SandboxRequest;
import dev.sampan.engine.network.files.HostResolvConf;
import dev.sampan.engine.network.files.Hosts;
import dev.sampan.engine.network.files.ResolvConf;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A container's way onto its networks at start, and what its file says of them. */
final class NetworkSetup {

    private final Parts parts;

    NetworkSetup(Parts parts) {
        this.parts = parts;
    }

    /** Who shares another container's network has its host name, too. */
    void takeName(Container container) {
        String mode = container.file().hostConfig().networkMode();
        if (!NamespaceModes.isContainer(mode)) {
            return;
        }
        ContainerConfig other =
                new NamespaceModes(parts.table()).networked(mode).file().config();
        container.remember(edit -> {
            var config = edit.config.edit();
            config.hostname = other.hostname();
            config.domainname = other.domainname();
            edit.config = config.build();
        });
    }

    /** Addresses and ports; empty for a container in another one's network namespace, or with networking disabled. */
    Optional<Sandbox> prepare(ContainerFile file) {
        if (file.networks().isEmpty()) {
            return Optional.empty();
        }
        var endpoints = new ArrayList<EndpointRequest>();
        List<PortRequest> ports = ports(file);
        for (var entry : file.networks().entrySet()) {
            EndpointSettings settings = entry.getValue();
            boolean main = endpoints.isEmpty();
            String wanted =
                    settings.ipamConfig() == null ? "" : settings.ipamConfig().ipv4Address();
            endpoints.add(new EndpointRequest(
                    entry.getKey(),
                    wanted.isEmpty() ? Optional.empty() : Optional.of(InetAddress.ofLiteral(wanted)),
                    settings.macAddress().isEmpty() || !settings.endpointId().isEmpty()
                            ? Optional.empty()
                            : Optional.of(new MacAddress(settings.macAddress())),
                    main ? ports : List.of()));
        }
        return Optional.of(parts.networks().prepare(new SandboxRequest(file.id(), file.plainName(), endpoints)));
    }

    private static List<PortRequest> ports(ContainerFile file) {
        var requests = new ArrayList<PortRequest>();
        HostConfig host = file.hostConfig();
        if (host.portBindings() != null) {
            host.portBindings().forEach((port, bindings) -> {
                for (PortBinding binding : bindings) {
                    requests.add(PortRequest.parse(port, binding.hostIp(), binding.hostPort()));
                }
            });
        }
        if (host.publishAllPorts() && file.config().exposedPorts() != null) {
            file.config().exposedPorts().keySet().stream()
                    .filter(port ->
                            host.portBindings() == null || !host.portBindings().containsKey(port))
                    .forEach(port -> requests.add(PortRequest.parse(port, "", "")));
        }
        return requests;
    }

    /** Where hosts, hostname and resolv.conf are: a container in another one's network uses that one's. */
    Map<String, Path> files(ContainerFile file) {
        String mode = file.hostConfig().networkMode();
        String id = NamespaceModes.isContainer(mode)
                ? parts.table().get(mode.substring("container:".length())).id
                : file.id();
        var files = new LinkedHashMap<String, Path>();
        files.put("/etc/resolv.conf", parts.places().resolvConfFile(id));
        files.put("/etc/hostname", parts.places().hostnameFile(id));
        files.put("/etc/hosts", parts.places().hostsFile(id));
        return files;
    }

    /** Writes the container's own. */
    void writeFiles(ContainerFile file, Optional<Sandbox> sandbox) {
        HostConfig host = file.hostConfig();
        if (NamespaceModes.isContainer(host.networkMode())) {
            return;
        }
        String id = file.id();
        write(parts.places().resolvConfFile(id), resolvConf(host));
        write(parts.places().hostnameFile(id), file.config().hostname() + "\n");
        write(parts.places().hostsFile(id), hosts(file, sandbox, new Links(parts.table()).hosts(file)));
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new EngineException.SystemFailure("write " + file + ": " + Cause.reason(e), e);
        }
    }

    private static String resolvConf(HostConfig host) {
        var wanted = new ResolvConf.Wanted(
                CheckHostConfig.orEmpty(host.dns()),
                CheckHostConfig.orEmpty(host.dnsSearch()),
                CheckHostConfig.orEmpty(host.dnsOptions()));
        boolean asHost =
                host.networkMode().equals(Network.HOST) || host.networkMode().equals(Network.NONE);
        return (asHost
                        ? ResolvConf.forHost(HostResolvConf.read(), wanted)
                        : ResolvConf.forBridge(HostResolvConf.readForNetwork(), wanted))
                .text();
    }

    /** The container's first address, where it has one. */
    static Optional<String> address(Active active) {
        return active.sandbox().stream()
                .flatMap(sandbox -> sandbox.endpoints().stream())
                .flatMap(endpoint -> endpoint.device().stream())
                .map(device -> AddressText.of(device.address().address()))
                .findFirst();
    }

    private static String hosts(ContainerFile file, Optional<Sandbox> sandbox, List<String> links) {
        HostConfig host = file.hostConfig();
        if (host.networkMode().equals(Network.HOST)) {
            return hostFile("/etc/hosts") + extraLines(CheckHostConfig.orEmpty(host.extraHosts()));
        }
        var addresses = new ArrayList<InetAddress>();
        String gateway = "";
        for (Endpoint endpoint : sandbox.map(Sandbox::endpoints).orElse(List.of())) {
            if (endpoint.device().isPresent()) {
                addresses.add(endpoint.device().get().address().address());
                gateway = AddressText.of(endpoint.device().get().gateway().address());
            }
        }
        String router = gateway;
        List<String> extra = Stream.concat(
                        CheckHostConfig.orEmpty(host.extraHosts()).stream()
                                .map(entry -> entry.endsWith(":host-gateway")
                                        ? entry.substring(0, entry.length() - "host-gateway".length()) + router
                                        : entry),
                        links.stream())
                .toList();
        return Hosts.of(file.config().hostname(), file.config().domainname(), extra, addresses)
                .text();
    }

    private static String extraLines(List<String> extra) {
        var lines = new StringBuilder();
        for (String entry : extra) {
            int colon = entry.indexOf(':');
            lines.append(entry, colon + 1, entry.length())
                    .append('\t')
                    .append(entry, 0, colon)
                    .append('\n');
        }
        return lines.toString();
    }

    private static String hostFile(String path) {
        try {
            return Files.readString(Path.of(path));
        } catch (IOException e) {
            return "";
        }
    }

    /** The endpoints of a container's file with what they got. */
    static Map<String, EndpointSettings> joined(Map<String, EndpointSettings> networks, Optional<Sandbox> sandbox) {
        var joined = new TreeMap<>(networks);
        for (Endpoint endpoint : sandbox.map(Sandbox::endpoints).orElse(List.of())) {
            EndpointSettings settings = networks.getOrDefault(endpoint.networkName(), Networking.NONE);
            var edit = settings.edit();
            edit.networkId = endpoint.networkId();
            edit.endpointId = endpoint.id();
            endpoint.device().ifPresent(device -> {
                edit.gateway = AddressText.of(device.gateway().address());
                edit.ipAddress = AddressText.of(device.address().address());
                edit.ipPrefixLen = device.address().prefix();
                edit.macAddress = device.mac().text();
            });
            joined.put(endpoint.networkName(), edit.build());
        }
        return joined;
    }

    /** The endpoints of a container that ended: only the network's id stays known. */
    static Map<String, EndpointSettings> left(Map<String, EndpointSettings> networks) {
        var left = new TreeMap<String, EndpointSettings>();
        networks.forEach((name, settings) -> {
            var edit = settings.edit();
            boolean chosenMac = settings.endpointId().isEmpty();
            edit.endpointId = "";
            edit.gateway = "";
            edit.ipAddress = "";
            edit.ipPrefixLen = 0;
            edit.macAddress = chosenMac ? settings.macAddress() : "";
            left.put(name, edit.build());
        });
        return left;
    }

    static void tell(Parts parts, ContainerFile file, Optional<Sandbox> sandbox, String action) {
        for (Endpoint endpoint : sandbox.map(Sandbox::endpoints).orElse(List.of())) {
            var attributes = new TreeMap<String, String>();
            attributes.put("container", file.id());
            attributes.put("name", endpoint.networkName());
            attributes.put(
                    "type",
                    parts.networks()
                            .find(endpoint.networkId())
                            .map(Network::driver)
                            .orElse(""));
            parts.events().publish("network", action, endpoint.networkId(), attributes);
        }
    }
}
