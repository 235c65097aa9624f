package dev.sampan.engine.container.spec;

import dev.sampan.api.container.ContainerConfig;
import dev.sampan.api.container.HostConfig;
import dev.sampan.api.container.LogConfig;
import dev.sampan.api.container.PortBinding;
import dev.sampan.api.container.ThrottleDevice;
import dev.sampan.engine.container.check.SignalName;
import dev.sampan.engine.container.mount.CheckMounts;
import dev.sampan.engine.container.mount.ContainerMount;
import dev.sampan.engine.container.state.ContainerFile;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.network.Network;
import dev.sampan.engine.oci.Process;
import dev.sampan.engine.security.SecurityOptionText;
import dev.sampan.engine.spec.Bytes;
import dev.sampan.engine.spec.ContainerSpec;
import dev.sampan.engine.spec.DeviceSpec;
import dev.sampan.engine.spec.LogSpec;
import dev.sampan.engine.spec.MountSpec;
import dev.sampan.engine.spec.NamespaceMode;
import dev.sampan.engine.spec.NamespaceSpec;
import dev.sampan.engine.spec.NetworkSpec;
import dev.sampan.engine.spec.PortRequest;
import dev.sampan.engine.spec.ProcessSpec;
import dev.sampan.engine.spec.ResourceSpec;
import dev.sampan.engine.spec.RestartPolicy;
import dev.sampan.engine.spec.SecuritySpec;
import dev.sampan.engine.spec.StopSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Docker's configuration of a container in the engine's language. What create has checked is not checked again. */
public final class DockerSpec {

    private static final String CONTAINER = "container:";
    private static final long PERIOD_MICROS = 100_000;
    private static final long NANOS_PER_CPU = 1_000_000_000;
    private static final int STOP_SECONDS = 10;

    private DockerSpec() {}

    /** Of what its file says, with the defaults of its image. */
    public static ContainerSpec of(ContainerFile file) {
        ContainerConfig config = file.config();
        HostConfig host = file.hostConfig();
        return new ContainerSpec(
                config.image(),
                process(file),
                host.readonlyRootfs(),
                mounts(file),
                namespaces(host),
                resources(host),
                devices(host),
                security(host),
                network(file),
                restart(host.restartPolicy()),
                log(host.logConfig()),
                stop(config),
                host.autoRemove(),
                config.labels() == null ? Map.of() : config.labels());
    }

    private static ProcessSpec process(ContainerFile file) {
        ContainerConfig config = file.config();
        HostConfig host = file.hostConfig();
        return new ProcessSpec(
                file.command(),
                orEmpty(config.env()),
                config.workingDir(),
                config.user(),
                orEmpty(host.groupAdd()),
                config.tty(),
                consoleSize(host.consoleSize()),
                config.openStdin(),
                config.stdinOnce(),
                Boolean.TRUE.equals(host.init()),
                limits(host),
                host.oomScoreAdj());
    }

    private static Process.ConsoleSize consoleSize(@Nullable List<Long> size) {
        return size == null
                ? new Process.ConsoleSize(0, 0)
                : new Process.ConsoleSize(size.get(0).intValue(), size.get(1).intValue());
    }

    private static List<Process.Rlimit> limits(HostConfig host) {
        return orEmpty(host.ulimits()).stream()
                .map(limit -> new Process.Rlimit(
                        "RLIMIT_" + limit.name().toUpperCase(Locale.ROOT), limit.soft(), limit.hard()))
                .toList();
    }

    private static List<MountSpec> mounts(ContainerFile file) {
        var mounts = new ArrayList<MountSpec>();
        Map<String, String> tmpfs = file.hostConfig().tmpfs();
        if (tmpfs != null) {
            tmpfs.forEach((place, options) ->
                    mounts.add(new MountSpec.Tmpfs(CheckMounts.clean(place), false, tmpfsOptions(options))));
        }
        file.mounts().forEach(mount -> mounts.add(mount(mount)));
        return mounts;
    }

    private static List<String> tmpfsOptions(String words) {
        return List.of(words.split(",")).stream()
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static MountSpec mount(ContainerMount mount) {
        return switch (mount.type()) {
            case "tmpfs" -> new MountSpec.Tmpfs(mount.destination(), !mount.rw(), mount.options());
            case "volume" -> new MountSpec.Volume(mount.name(), mount.source(), mount.destination(), !mount.rw());
            default ->
                new MountSpec.Bind(
                        mount.source(),
                        mount.destination(),
                        !mount.rw(),
                        mount.propagation().isEmpty() ? "rprivate" : mount.propagation(),
                        !mount.nonRecursive(),
                        !mount.rw() && !mount.options().isEmpty(),
                        mount.createSource());
        };
    }

    private static NamespaceSpec namespaces(HostConfig host) {
        boolean memory = !host.ipcMode().equals("none");
        return new NamespaceSpec(
                mode(host.networkMode()),
                mode(host.pidMode()),
                mode(host.ipcMode()),
                mode(host.utsMode()),
                mode(host.cgroupnsMode()),
                !host.ipcMode().equals("private"),
                memory ? Optional.of(Bytes.of(host.shmSize())) : Optional.empty());
    }

    private static NamespaceMode mode(String word) {
        if (word.startsWith(CONTAINER)) {
            return new NamespaceMode.OfContainer(word.substring(CONTAINER.length()));
        }
        return word.equals("host") ? NamespaceMode.HOST : NamespaceMode.OWN;
    }

    /** Limits alone, which can be changed while it runs. */
    public static ResourceSpec resources(HostConfig host) {
        return new ResourceSpec(
                host.cgroupParent(),
                new ResourceSpec.Memory(
                        nonZero(host.memory()),
                        nonZero(host.memorySwap()),
                        nonZero(host.memoryReservation()),
                        host.memorySwappiness() == null
                                ? OptionalLong.empty()
                                : OptionalLong.of(host.memorySwappiness()),
                        Boolean.TRUE.equals(host.oomKillDisable())),
                cpu(host),
                processes(host.pidsLimit()),
                new ResourceSpec.Disks(
                        host.blkioWeight() == 0 ? OptionalInt.empty() : OptionalInt.of(host.blkioWeight()),
                        orEmpty(host.blkioWeightDevice()).stream()
                                .map(device -> new ResourceSpec.Weight(device.path(), device.weight()))
                                .toList(),
                        rates(host.blkioDeviceReadBps()),
                        rates(host.blkioDeviceWriteBps()),
                        rates(host.blkioDeviceReadIOps()),
                        rates(host.blkioDeviceWriteIOps())));
    }

    private static ResourceSpec.Cpu cpu(HostConfig host) {
        OptionalLong quota = nonZero(host.cpuQuota());
        OptionalLong period = host.cpuPeriod() > 0 ? OptionalLong.of(host.cpuPeriod()) : OptionalLong.empty();
        if (host.nanoCpus() > 0) {
            period = OptionalLong.of(PERIOD_MICROS);
            quota = OptionalLong.of(host.nanoCpus() * PERIOD_MICROS / NANOS_PER_CPU);
        }
        return new ResourceSpec.Cpu(
                nonZero(host.cpuShares()),
                quota,
                period,
                nonZero(host.cpuRealtimeRuntime()),
                nonZero(host.cpuRealtimePeriod()),
                host.cpusetCpus(),
                host.cpusetMems());
    }

    /** Docker's clients say 0, -1 or less for no limit; a raw 0 would let nothing fork. */
    private static OptionalLong processes(@Nullable Long limit) {
        return limit == null ? OptionalLong.empty() : OptionalLong.of(limit <= 0 ? -1 : limit);
    }

    private static OptionalLong nonZero(long value) {
        return value == 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static List<ResourceSpec.Rate> rates(@Nullable List<ThrottleDevice> devices) {
        return orEmpty(devices).stream()
                .map(device -> new ResourceSpec.Rate(device.path(), device.rate()))
                .toList();
    }

    private static DeviceSpec devices(HostConfig host) {
        return new DeviceSpec(
                orEmpty(host.devices()).stream()
                        .map(device -> new DeviceSpec.Node(
                                device.pathOnHost(),
                                device.pathInContainer().isEmpty() ? device.pathOnHost() : device.pathInContainer(),
                                device.cgroupPermissions().isEmpty() ? "rwm" : device.cgroupPermissions()))
                        .toList(),
                orEmpty(host.deviceCgroupRules()),
                orEmpty(host.deviceRequests()).stream()
                        .map(request -> new DeviceSpec.DriverRequest(request.driver(), orEmpty(request.capabilities())))
                        .toList());
    }

    private static SecuritySpec security(HostConfig host) {
        return new SecuritySpec(
                host.privileged(),
                orEmpty(host.capAdd()),
                orEmpty(host.capDrop()),
                SecurityOptionText.parse(orEmpty(host.securityOpt())),
                orEmpty(host.maskedPaths()),
                orEmpty(host.readonlyPaths()),
                sysctls(host));
    }

    /** An own network namespace lets everybody bind low ports and ping, as Docker does since 20.10. */
    private static Map<String, String> sysctls(HostConfig host) {
        var sysctls = new TreeMap<String, String>();
        if (mode(host.networkMode()) instanceof NamespaceMode.Own) {
            sysctls.put("net.ipv4.ip_unprivileged_port_start", "0");
            sysctls.put("net.ipv4.ping_group_range", "0 2147483647");
        }
        if (host.sysctls() != null) {
            sysctls.putAll(host.sysctls());
        }
        return sysctls;
    }

    private static NetworkSpec network(ContainerFile file) {
        ContainerConfig config = file.config();
        HostConfig host = file.hostConfig();
        return new NetworkSpec(
                config.hostname(),
                config.domainname(),
                host.networkMode().equals(Network.NONE),
                file.attachments(),
                config.exposedPorts() == null
                        ? List.of()
                        : List.copyOf(config.exposedPorts().keySet()),
                ports(config, host),
                orEmpty(host.dns()),
                orEmpty(host.dnsSearch()),
                orEmpty(host.dnsOptions()),
                orEmpty(host.extraHosts()).stream().map(DockerSpec::extraHost).toList(),
                orEmpty(host.links()).stream().map(LinkText::parse).toList());
    }

    private static List<PortRequest> ports(ContainerConfig config, HostConfig host) {
        var ports = new ArrayList<PortRequest>();
        Map<String, List<PortBinding>> bound = host.portBindings() == null ? Map.of() : host.portBindings();
        bound.forEach((port, bindings) ->
                bindings.forEach(binding -> ports.add(PortRequest.parse(port, binding.hostIp(), binding.hostPort()))));
        if (host.publishAllPorts() && config.exposedPorts() != null) {
            config.exposedPorts().keySet().stream()
                    .filter(port -> !bound.containsKey(port))
                    .forEach(port -> ports.add(PortRequest.parse(port, "", "")));
        }
        return ports;
    }

    /** {@code NAME:ADDRESS}; an address may have colons of its own. */
    private static NetworkSpec.ExtraHost extraHost(String text) {
        int colon = text.indexOf(':');
        return new NetworkSpec.ExtraHost(text.substring(0, colon), text.substring(colon + 1));
    }

    private static RestartPolicy restart(dev.sampan.api.container.@Nullable RestartPolicy policy) {
        return switch (policy == null ? "no" : policy.name()) {
            case "always" -> RestartPolicy.ALWAYS;
            case "unless-stopped" -> RestartPolicy.UNLESS_STOPPED;
            case "on-failure" -> new RestartPolicy.OnFailure(policy.maximumRetryCount());
            default -> RestartPolicy.NEVER;
        };
    }

    private static LogSpec log(@Nullable LogConfig config) {
        return config == null
                ? new LogSpec("", Map.of())
                : new LogSpec(config.type(), config.config() == null ? Map.of() : config.config());
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private static StopSpec stop(ContainerConfig config) {
        Integer seconds = config.stopTimeout();
        return new StopSpec(
                stopSignal(config.stopSignal()), Duration.ofSeconds(seconds == null ? STOP_SECONDS : seconds));
    }

    /** That of an image nobody has checked: Docker sends SIGTERM where it does not know the signal. */
    private static int stopSignal(String name) {
        try {
            return name.isEmpty() ? SignalName.SIGTERM : SignalName.parse(name);
        } catch (InvalidRequest unknown) {
            return SignalName.SIGTERM;
        }
    }
}
