package dev.sampan.engine.container;

import dev.sampan.api.container.ContainerConfig;
import dev.sampan.engine.container.state.ContainerFile;
import dev.sampan.engine.error.Cause;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.network.AddressText;
import dev.sampan.engine.network.Endpoint;
import dev.sampan.engine.network.EndpointRequest;
import dev.sampan.engine.network.Network;
import dev.sampan.engine.network.Sandbox;
import dev.sampan.engine.network.SandboxRequest;
import dev.sampan.engine.network.files.HostResolvConf;
import dev.sampan.engine.network.files.Hosts;
import dev.sampan.engine.network.files.ResolvConf;
import dev.sampan.engine.spec.ContainerSpec;
import dev.sampan.engine.spec.NamespaceMode;
import dev.sampan.engine.spec.NetworkSpec;
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
        if (container.spec().namespaces().network() instanceof NamespaceMode.OfContainer shared) {
            ContainerConfig other =
                    new NamespaceModes(parts.table()).networked(shared).file().config();
            container.remember(edit -> {
                var config = edit.config.edit();
                config.hostname = other.hostname();
                config.domainname = other.domainname();
                edit.config = config.build();
            });
        }
    }

    /** Addresses and ports; empty for a container in another one's network namespace, or with networking disabled. */
    Optional<Sandbox> prepare(ContainerFile file, NetworkSpec spec) {
        if (spec.attachments().isEmpty()) {
            return Optional.empty();
        }
        var endpoints = new ArrayList<EndpointRequest>();
        for (NetworkSpec.Attachment attachment : spec.attachments()) {
            boolean main = endpoints.isEmpty();
            endpoints.add(new EndpointRequest(
                    attachment.network(), attachment.address(), attachment.mac(), main ? spec.ports() : List.of()));
        }
        return Optional.of(parts.networks().prepare(new SandboxRequest(file.id(), file.plainName(), endpoints)));
    }

    /** Where hosts, hostname and resolv.conf are: a container in another one's network uses that one's. */
    Map<String, Path> files(String id, ContainerSpec spec) {
        String owner = spec.namespaces().network() instanceof NamespaceMode.OfContainer other
                ? parts.table().get(other.reference()).id
                : id;
        var files = new LinkedHashMap<String, Path>();
        files.put("/etc/resolv.conf", parts.places().resolvConfFile(owner));
        files.put("/etc/hostname", parts.places().hostnameFile(owner));
        files.put("/etc/hosts", parts.places().hostsFile(owner));
        return files;
    }

    /** Writes the container's own. */
    void writeFiles(ContainerFile file, ContainerSpec spec, Optional<Sandbox> sandbox) {
        if (spec.namespaces().network() instanceof NamespaceMode.OfContainer) {
            return;
        }
        String id = file.id();
        write(parts.places().resolvConfFile(id), resolvConf(spec));
        write(parts.places().hostnameFile(id), spec.network().hostname() + "\n");
        List<NetworkSpec.ExtraHost> links =
                new Links(parts.table()).hosts(file.name(), spec.network().links());
        write(parts.places().hostsFile(id), hosts(spec, sandbox, links));
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new EngineException.SystemFailure("write " + file + ": " + Cause.reason(e), e);
        }
    }

    private static String resolvConf(ContainerSpec spec) {
        NetworkSpec network = spec.network();
        var wanted = new ResolvConf.Wanted(network.nameServers(), network.searchDomains(), network.resolverOptions());
        return (isHosts(spec) || network.isolated()
                        ? ResolvConf.forHost(HostResolvConf.read(), wanted)
                        : ResolvConf.forBridge(HostResolvConf.readForNetwork(), wanted))
                .text();
    }

    private static boolean isHosts(ContainerSpec spec) {
        return spec.namespaces().network() instanceof NamespaceMode.Host;
    }

    /** The container's first address, where it has one. */
    static Optional<String> address(Active active) {
        return active.sandbox().stream()
                .flatMap(sandbox -> sandbox.endpoints().stream())
                .flatMap(endpoint -> endpoint.device().stream())
                .map(device -> AddressText.of(device.address().address()))
                .findFirst();
    }

    private String hosts(ContainerSpec spec, Optional<Sandbox> sandbox, List<NetworkSpec.ExtraHost> links) {
        NetworkSpec network = spec.network();
        if (isHosts(spec)) {
            return hostFile("/etc/hosts") + new Hosts(lines(network.extraHosts())).text();
        }
        List<InetAddress> addresses = sandbox.map(Sandbox::endpoints).orElse(List.of()).stream()
                .flatMap(endpoint -> endpoint.device().stream())
                .map(device -> device.address().address())
                .toList();
        List<Hosts.Entry> extra = Stream.concat(lines(network.extraHosts()).stream(), lines(links).stream())
                .toList();
        return Hosts.of(network.hostname(), network.domainname(), extra, addresses)
                .text();
    }

    private List<Hosts.Entry> lines(List<NetworkSpec.ExtraHost> extra) {
        return extra.stream()
                .map(host -> new Hosts.Entry(
                        host.address().equals(NetworkSpec.ExtraHost.GATEWAY) ? hostGateway() : host.address(),
                        host.name()))
                .toList();
    }

    /** The host as containers reach it: its address on the default bridge, whatever network a container is in, as with Docker. */
    private String hostGateway() {
        return parts.networks().find(Network.BRIDGE).stream()
                .flatMap(bridge -> bridge.pools().stream())
                .map(pool -> AddressText.of(pool.gateway().address()))
                .findFirst()
                .orElseThrow(() -> new EngineException.SystemFailure("unable to derive the IP value for host-gateway"));
    }

    private static String hostFile(String path) {
        try {
            return Files.readString(Path.of(path));
        } catch (IOException e) {
            return "";
        }
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
