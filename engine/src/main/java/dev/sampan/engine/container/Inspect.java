package dev.sampan.engine.container;

import dev.sampan.api.GoTime;
import dev.sampan.api.container.ContainerInspectResponse;
import dev.sampan.api.container.ContainerState;
import dev.sampan.api.container.HostConfig;
import dev.sampan.api.container.NetworkSettings;
import dev.sampan.api.container.PortBinding;
import dev.sampan.api.container.Storage;
import dev.sampan.engine.container.mount.ContainerMount;
import dev.sampan.engine.container.state.ContainerFile;
import dev.sampan.engine.container.state.LastRun;
import dev.sampan.engine.container.state.State;
import dev.sampan.engine.network.AddressText;
import dev.sampan.engine.network.PublishedPort;
import dev.sampan.engine.network.Sandbox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everything known of one container. */
final class Inspect {

    private final Parts parts;

    Inspect(Parts parts) {
        this.parts = parts;
    }

    ContainerInspectResponse run(String reference, boolean size) {
        Container container = parts.table().get(reference);
        ContainerFile file = container.file();
        Active active = container.active();
        List<String> command = file.command();
        boolean started = !file.lastRun().startedAt().equals(LastRun.NEVER);
        List<String> execs = parts.execIds().apply(container.id);
        Long sizeRw = null;
        Long sizeRoot = null;
        if (size) {
            sizeRw = parts.rootfs().writable(container.id).apparent();
            sizeRoot = sizeRw + parts.imageSize(file);
        }
        return new ContainerInspectResponse(
                file.id(),
                GoTime.format(file.created()),
                command.getFirst(),
                command.subList(1, command.size()),
                state(file),
                file.image(),
                started ? parts.places().resolvConfFile(file.id()).toString() : "",
                started ? parts.places().hostnameFile(file.id()).toString() : "",
                started ? parts.places().hostsFile(file.id()).toString() : "",
                started && file.hostConfig().logConfig().type().equals("json-file")
                        ? parts.places().containerLog(file.id()).toString()
                        : "",
                file.name(),
                file.restartCount(),
                parts.rootfs().driver(),
                "linux",
                file.manifest(),
                "",
                "",
                file.appArmorProfile(),
                execs.isEmpty() ? null : execs,
                shown(container),
                new Storage(Map.of("Snapshot", Map.of("Name", parts.rootfs().driver()))),
                sizeRw,
                sizeRoot,
                file.mounts().stream().map(ContainerMount::shown).toList(),
                file.config(),
                network(file, active == null ? Optional.empty() : active.sandbox()));
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

    /** As Docker gives it back. */
    private static HostConfig shown(Container container) {
        var edit = container.file().hostConfig().edit();
        edit.links = Links.shown(container);
        return edit.build();
    }

    private static NetworkSettings network(ContainerFile file, Optional<Sandbox> sandbox) {
        return new NetworkSettings(
                sandbox.map(Sandbox::id).orElse(""),
                sandbox.map(s -> "/proc/" + file.state().pid() + "/ns/net").orElse(""),
                sandbox.map(s -> ports(file, s)).orElse(Map.of()),
                file.networks());
    }

    /** Exposed ports are null, published ones have their addresses. */
    private static Map<String, @Nullable List<PortBinding>> ports(ContainerFile file, Sandbox sandbox) {
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
}
