package dev.sampan.engine.container.spec;

import dev.sampan.api.container.DeviceMapping;
import dev.sampan.api.container.DeviceRequest;
import dev.sampan.api.container.HostConfig;
import dev.sampan.api.container.Ulimit;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.oci.Linux;
import dev.sampan.engine.oci.LinuxResources;
import dev.sampan.engine.oci.LinuxResources.Cpu;
import dev.sampan.engine.oci.LinuxResources.DeviceRule;
import dev.sampan.engine.oci.LinuxResources.Memory;
import dev.sampan.engine.oci.LinuxResources.Pids;
import dev.sampan.engine.oci.Process;
import dev.sampan.engine.runtime.Deadline;
import dev.sampan.engine.security.Devices;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Docker's limits and devices in the OCI runtime spec's words. */
public final class Limits {

    private static final long PERIOD_MICROS = 100_000;
    private static final long NANOS_PER_CPU = 1_000_000_000;

    private Limits() {}

    public static LinuxResources resources(HostConfig host, List<DeviceRule> devices) {
        return new LinuxResources(
                devices,
                new Memory(
                        nonZero(host.memory()),
                        nonZero(host.memoryReservation()),
                        nonZero(host.memorySwap()),
                        null,
                        host.memorySwappiness(),
                        Boolean.TRUE.equals(host.oomKillDisable()) ? Boolean.TRUE : null),
                cpu(host),
                pids(host.pidsLimit()),
                BlockDevices.limits(host));
    }

    private static Cpu cpu(HostConfig host) {
        Long quota = nonZero(host.cpuQuota());
        Long period = positive(host.cpuPeriod());
        if (host.nanoCpus() > 0) {
            period = PERIOD_MICROS;
            quota = host.nanoCpus() * PERIOD_MICROS / NANOS_PER_CPU;
        }
        Long shares = nonZero(host.cpuShares());
        return new Cpu(
                shares,
                quota,
                period,
                nonZero(host.cpuRealtimeRuntime()),
                nonZero(host.cpuRealtimePeriod()),
                host.cpusetCpus(),
                host.cpusetMems());
    }

    /** Docker's clients say 0, -1 or less for no limit; a raw 0 would let nothing fork. */
    private static @Nullable Pids pids(@Nullable Long limit) {
        return limit == null ? null : new Pids(limit <= 0 ? -1 : limit);
    }

    private static @Nullable Long nonZero(long value) {
        return value == 0 ? null : (Long) value;
    }

    private static @Nullable Long positive(long value) {
        return value > 0 ? (Long) value : null;
    }

    /** There are no device drivers; Docker says so when the container starts. */
    private static void refuse(DeviceRequest request) {
        var capabilities = new StringBuilder();
        if (request.capabilities() != null) {
            request.capabilities()
                    .forEach(all -> capabilities
                            .append(capabilities.isEmpty() ? "[" : " [")
                            .append(String.join(" ", all))
                            .append(']'));
        }
        throw new SystemFailure("could not select device driver \"" + request.driver() + "\" with capabilities: ["
                + capabilities + "]");
    }

    static List<Process.Rlimit> rlimits(@Nullable List<Ulimit> ulimits) {
        return ulimits == null
                ? List.of()
                : ulimits.stream()
                        .map(limit -> new Process.Rlimit(
                                "RLIMIT_" + limit.name().toUpperCase(Locale.ROOT), limit.soft(), limit.hard()))
                        .toList();
    }

    /**
     * @param nodes to make in {@code /dev}
     * @param rules of the device group, the last that matches decides
     */
    record DeviceAccess(List<Linux.Device> nodes, List<DeviceRule> rules) {}

    public static DeviceAccess devices(HostConfig host) {
        if (host.deviceRequests() != null) {
            host.deviceRequests().forEach(Limits::refuse);
        }
        if (host.privileged()) {
            return new DeviceAccess(Devices.host(), Devices.ALL_RULES);
        }
        var nodes = new ArrayList<>(Devices.DEFAULT_NODES);
        var rules = new ArrayList<>(Devices.DEFAULT_RULES);
        if (host.devices() != null) {
            for (DeviceMapping device : host.devices()) {
                var granted = Deadline.meet(
                        "look at device " + device.pathOnHost(),
                        () -> Devices.resolve(
                                device.pathOnHost(),
                                device.pathInContainer().isEmpty() ? device.pathOnHost() : device.pathInContainer(),
                                device.cgroupPermissions().isEmpty() ? "rwm" : device.cgroupPermissions()));
                nodes.addAll(granted.nodes());
                rules.addAll(granted.rules());
            }
        }
        if (host.deviceCgroupRules() != null) {
            host.deviceCgroupRules().forEach(rule -> rules.add(Devices.rule(rule)));
        }
        return new DeviceAccess(nodes, rules);
    }
}
