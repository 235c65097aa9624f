package dev.sampan.engine.cgroup;

import dev.sampan.engine.oci.LinuxResources;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a group may use, in the units of the OCI runtime spec. An empty value leaves the kernel's default (or, in an update, what is
 * set).
 *
 * @param memory bytes; -1 is no limit
 * @param reservation bytes; the share kept under pressure
 * @param swap memory and swap together, in bytes; -1 is no limit
 * @param swappiness 0 to 100; v1 only
 * @param oomKillDisable v1 only
 * @param cpuShares 2 to 262144, 1024 is the default; v2's weight is computed from it
 * @param cpuQuota microseconds of each period; -1 is no limit
 * @param cpuPeriod microseconds
 * @param realtimeRuntime microseconds of each real-time period; v1 only
 * @param realtimePeriod microseconds; v1 only
 * @param cpus processor list, {@code 0-2,4}
 * @param mems memory node list
 * @param pids processes and threads; -1 is no limit
 * @param blockIo shares and throttles of block devices
 * @param devices rules in order, the last that matches decides; empty leaves all devices allowed
 */
public record Resources(
        OptionalLong memory,
        OptionalLong reservation,
        OptionalLong swap,
        OptionalLong swappiness,
        Optional<Boolean> oomKillDisable,
        OptionalLong cpuShares,
        OptionalLong cpuQuota,
        OptionalLong cpuPeriod,
        OptionalLong realtimeRuntime,
        OptionalLong realtimePeriod,
        Optional<String> cpus,
        Optional<String> mems,
        OptionalLong pids,
        Optional<LinuxResources.BlockIo> blockIo,
        List<LinuxResources.DeviceRule> devices) {

    public static final Resources NONE = of(new LinuxResources(List.of(), null, null, null));

    public static Resources of(LinuxResources oci) {
        var memory =
                oci.memory() == null ? new LinuxResources.Memory(null, null, null, null, null, null) : oci.memory();
        var cpu = oci.cpu() == null ? new LinuxResources.Cpu(null, null, null, null, null, "", "") : oci.cpu();
        return new Resources(
                number(memory.limit()),
                number(memory.reservation()),
                number(memory.swap()),
                number(memory.swappiness()),
                Optional.ofNullable(memory.disableOOMKiller()),
                number(cpu.shares()),
                number(cpu.quota()),
                number(cpu.period()),
                number(cpu.realtimeRuntime()),
                number(cpu.realtimePeriod()),
                text(cpu.cpus()),
                text(cpu.mems()),
                oci.pids() == null
                        ? OptionalLong.empty()
                        : OptionalLong.of(oci.pids().limit()),
                Optional.ofNullable(oci.blockIO()),
                oci.devices());
    }

    private static OptionalLong number(@Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static Optional<String> text(String value) {
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }
}
