package dev.sampan.docker;

import dev.sampan.api.GoTime;
import dev.sampan.api.container.ContainerInspectResponse;
import dev.sampan.api.container.ContainerState;
import dev.sampan.api.container.ContainerSummary;
import dev.sampan.api.container.EndpointSettings;
import dev.sampan.api.container.HealthSummary;
import dev.sampan.api.container.HostConfig;
import dev.sampan.api.container.HostConfigSummary;
import dev.sampan.api.container.MountPoint;
import dev.sampan.api.container.NetworkSettings;
import dev.sampan.api.container.NetworkSettingsSummary;
import dev.sampan.api.container.PortBinding;
import dev.sampan.api.container.PortSummary;
import dev.sampan.api.container.Storage;
import dev.sampan.engine.Engine;
import dev.sampan.engine.container.ContainerView;
import dev.sampan.engine.container.ContainerView.Sizes;
import dev.sampan.engine.container.check.PortSpec;
import dev.sampan.engine.container.mount.ContainerMount;
import dev.sampan.engine.container.state.ContainerFile;
import dev.sampan.engine.container.state.EndpointState;
import dev.sampan.engine.container.state.LastRun;
import dev.sampan.engine.container.state.State;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.network.AddressText;
import dev.sampan.engine.network.PublishedPort;
import dev.sampan.engine.network.Sandbox;
import dev.sampan.engine.spec.NetworkSpec.Link;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Containers as inspect and lists show them, in the newest API version's shape. */
final class ContainerJson {

    private final Engine engine;

    ContainerJson(Engine engine) {
        this.engine = engine;
    }

    ContainerInspectResponse inspect(ContainerView container) {
        ContainerFile file = container.file();
        var places = engine.places();
        String id = file.id();
        List<String> command = file.command();
        boolean started = container.started();
        List<String> execs = engine.execs().idsOf(id);
        String driver = engine.layers().driver();
        return new ContainerInspectResponse(
                id,
                GoTime.format(file.created()),
                command.getFirst(),
                command.subList(1, command.size()),
                state(file),
                file.image(),
                started ? places.resolvConfFile(id).toString() : "",
                started ? places.hostnameFile(id).toString() : "",
                started ? places.hostsFile(id).toString() : "",
                started && container.spec().log().driver().equals("json-file")
                        ? places.containerLog(id).toString()
                        : "",
                file.name(),
                file.restartCount(),
                driver,
                "linux",
                file.manifest(),
                "",
                "",
                file.appArmorProfile(),
                execs.isEmpty() ? null : execs,
                host(container),
                new Storage(Map.of("Snapshot", Map.of("Name", driver))),
                container.sizes().map(Sizes::writable).orElse(null),
                container.sizes().map(Sizes::root).orElse(null),
                mounts(file),
                file.config(),
                network(container));
    }

    private static ContainerState state(ContainerFile file) {
        State state = file.state();
        LastRun last = file.lastRun();
        return new ContainerState(
                state.word(),
                state.running(),
                state instanceof State.Paused,
                state instanceof State.Restarting,
                last.oomKilled(),
                state instanceof State.Dead,
                state.pid(),
                last.exitCode(),
                last.error(),
                time(last.startedAt()),
                time(last.finishedAt()),
                null);
    }

    private static String time(Instant instant) {
        return GoTime.format(instant);
    }

    /** As Docker gives it back: links with the names of both ends. */
    private static HostConfig host(ContainerView container) {
        List<Link> links = container.spec().network().links();
        var edit = container.file().hostConfig().edit();
        edit.links = links.isEmpty()
                ? null
                : links.stream()
                        .map(link ->
                                "/" + link.container() + ":" + container.file().name() + "/" + link.alias())
                        .toList();
        return edit.build();
    }

    private static NetworkSettings network(ContainerView container) {
        ContainerFile file = container.file();
        return new NetworkSettings(
                container.sandbox().map(Sandbox::id).orElse(""),
                container
                        .sandbox()
                        .map(s -> "/proc/" + file.state().pid() + "/ns/net")
                        .orElse(""),
                container.sandbox().map(s -> bindings(file, s)).orElse(Map.of()),
                networks(file));
    }

    /** What was asked for, with what the present run has got. */
    private static Map<String, EndpointSettings> networks(ContainerFile file) {
        var networks = new TreeMap<String, EndpointSettings>();
        file.networks().forEach((name, asked) -> {
            EndpointState now = file.endpoints().getOrDefault(name, EndpointState.NONE);
            boolean ran = !now.networkId().isEmpty();
            var edit = asked.edit();
            edit.networkId = now.networkId();
            edit.endpointId = now.endpointId();
            edit.gateway = now.gateway();
            edit.ipAddress = now.address();
            edit.ipPrefixLen = now.prefix();
            edit.macAddress = ran ? now.mac() : asked.macAddress();
            networks.put(name, edit.build());
        });
        return networks;
    }

    /** Exposed ports are null, published ones have their addresses. */
    private static Map<String, @Nullable List<PortBinding>> bindings(ContainerFile file, Sandbox sandbox) {
        var ports = new TreeMap<String, @Nullable List<PortBinding>>();
        if (file.config().exposedPorts() != null) {
            file.config().exposedPorts().keySet().forEach(port -> ports.put(port, null));
        }
        for (PublishedPort port : sandbox.ports()) {
            List<PortBinding> bindings = ports.get(port.container());
            if (bindings == null) {
                bindings = new ArrayList<>();
                ports.put(port.container(), bindings);
            }
            bindings.add(new PortBinding(AddressText.of(port.hostAddress()), String.valueOf(port.hostPort())));
        }
        return ports;
    }

    private static List<MountPoint> mounts(ContainerFile file) {
        return file.mounts().stream().map(ContainerJson::mount).toList();
    }

    private static MountPoint mount(ContainerMount mount) {
        return new MountPoint(
                mount.type(),
                mount.shownName() ? mount.name() : "",
                mount.source(),
                mount.destination(),
                mount.driver(),
                mount.mode(),
                mount.rw(),
                mount.propagation());
    }

    List<ContainerSummary> list(List<ContainerView> containers) {
        var images = new HashMap<String, String>();
        return containers.stream().map(container -> summary(container, images)).toList();
    }

    private ContainerSummary summary(ContainerView container, Map<String, String> images) {
        ContainerFile file = container.file();
        return new ContainerSummary(
                file.id(),
                Stream.concat(Stream.of(file.name()), container.linkNames().stream())
                        .toList(),
                imageName(file, images),
                file.image(),
                file.manifest(),
                command(file.command()),
                file.created().getEpochSecond(),
                container.sandbox().map(sandbox -> ports(file, sandbox)).orElse(List.of()),
                container.sizes().map(Sizes::writable).orElse(0L),
                container.sizes().map(Sizes::root).orElse(0L),
                file.config().labels(),
                file.state().word(),
                ContainerStatus.of(file, Instant.now()),
                new HostConfigSummary(
                        file.hostConfig().networkMode(), file.hostConfig().annotations()),
                new HealthSummary("none", 0),
                new NetworkSettingsSummary(networks(file)),
                mounts(file));
    }

    /**
     * The name in the request, while it still means the container's image; else the image's id.
     *
     * @param images what names mean, as far as it was looked up for this list
     */
    private String imageName(ContainerFile file, Map<String, String> images) {
        String name = file.config().image();
        if (name.isEmpty() || file.image().isEmpty()) {
            return name;
        }
        return images.computeIfAbsent(name, this::idOf).equals(file.image()) ? name : file.image();
    }

    private String idOf(String name) {
        try {
            return engine.images().get(name).id().toString();
        } catch (EngineException gone) {
            return "";
        }
    }

    /** Words with a space are quoted, nothing is escaped: as Docker does it. */
    private static String command(List<String> words) {
        if (words.size() == 1) {
            return words.getFirst();
        }
        var text = new StringBuilder(words.getFirst());
        for (String word : words.subList(1, words.size())) {
            text.append(' ').append(word.contains(" ") ? "'" + word + "'" : word);
        }
        return text.toString();
    }

    private static List<PortSummary> ports(ContainerFile file, Sandbox sandbox) {
        var ports = new ArrayList<PortSummary>();
        var published = new HashSet<String>();
        for (PublishedPort port : sandbox.ports()) {
            published.add(port.container());
            ports.add(new PortSummary(
                    AddressText.of(port.hostAddress()), port.containerPort(), port.hostPort(), port.protocol()));
        }
        if (file.config().exposedPorts() != null) {
            file.config().exposedPorts().keySet().stream()
                    .filter(port -> !published.contains(port))
                    .map(PortSpec::parse)
                    .forEach(port -> ports.add(new PortSummary("", port.port(), 0, port.protocol())));
        }
        return ports;
    }
}
