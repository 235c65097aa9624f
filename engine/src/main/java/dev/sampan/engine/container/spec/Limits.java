package dev.sampan.engine.container.spec;

import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.oci.Linux;
import dev.sampan.engine.oci.LinuxResources;
import dev.sampan.engine.oci.LinuxResources.Cpu;
import dev.sampan.engine.oci.LinuxResources.DeviceRule;
import dev.sampan.engine.oci.LinuxResources.Memory;
import dev.sampan.engine.oci.LinuxResources.Pids;
import dev.sampan.engine.runtime.Deadline;
import dev.sampan.engine.security.Devices;
import dev.sampan.engine.spec.DeviceSpec;
import dev.sampan.engine.spec.ResourceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Limits and devices in the OCI runtime spec's words. */
public final class Limits {

    private Limits() {}

    public static LinuxResources resources(ResourceSpec spec, List<DeviceRule> devices) {
        return new LinuxResources(
                devices,
                memory(spec.memory()),
                cpu(spec.cpu()),
                spec.processes().isPresent() ? new Pids(spec.processes().getAsLong()) : null,
                BlockDevices.limits(spec.disks()));
    }

    private static Memory memory(ResourceSpec.Memory memory) {
        return new Memory(
                number(memory.limit()),
                number(memory.reservation()),
                number(memory.withSwap()),
                null,
                number(memory.swappiness()),
                memory.neverKilled() ? Boolean.TRUE : null);
    }

    private static Cpu cpu(ResourceSpec.Cpu cpu) {
        return new Cpu(
                number(cpu.shares()),
                number(cpu.quota()),
                number(cpu.period()),
                number(cpu.realtimeRuntime()),
                number(cpu.realtimePeriod()),
                cpu.cpus(),
                cpu.nodes());
    }

    private static @Nullable Long number(OptionalLong value) {
        return value.isPresent() ? (Long) value.getAsLong() : null;
    }

    /** There are no device drivers; Docker says so when the container starts. */
    private static void refuse(DeviceSpec.DriverRequest request) {
        var capabilities = new StringBuilder();
        request.capabilities()
                .forEach(all -> capabilities
                        .append(capabilities.isEmpty() ? "[" : " [")
                        .append(String.join(" ", all))
                        .append(']'));
        throw new SystemFailure("could not select device driver \"" + request.driver() + "\" with capabilities: ["
                + capabilities + "]");
    }

    /**
     * @param nodes to make in {@code /dev}
     * @param rules of the device group, the last that matches decides
     */
    public record DeviceAccess(List<Linux.Device> nodes, List<DeviceRule> rules) {}

    public static DeviceAccess devices(DeviceSpec spec, boolean privileged) {
        spec.drivers().forEach(Limits::refuse);
        if (privileged) {
            return new DeviceAccess(Devices.host(), Devices.ALL_RULES);
        }
        var nodes = new ArrayList<>(Devices.DEFAULT_NODES);
        var rules = new ArrayList<>(Devices.DEFAULT_RULES);
        for (DeviceSpec.Node device : spec.nodes()) {
            var granted = Deadline.meet(
                    "look at device " + device.pathOnHost(),
                    () -> Devices.resolve(device.pathOnHost(), device.pathInContainer(), device.permissions()));
            nodes.addAll(granted.nodes());
            rules.addAll(granted.rules());
        }
        spec.rules().forEach(rule -> rules.add(Devices.rule(rule)));
        return new DeviceAccess(nodes, rules);
    }
}
