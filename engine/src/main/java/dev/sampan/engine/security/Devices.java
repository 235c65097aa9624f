package dev.sampan.engine.security;

import dev.sampan.engine.oci.Linux.Device;
import dev.sampan.engine.oci.LinuxResources.DeviceRule;
import java.util.List;

/** Device nodes of a container, and the rules of its device group that let them be opened. */
public final class Devices {

    /** In the {@code /dev} of every container. */
    public static final List<Device> DEFAULT_NODES = List.of(
            new Device("/dev/null", "c", 1, 3, 0666),
            new Device("/dev/zero", "c", 1, 5, 0666),
            new Device("/dev/full", "c", 1, 7, 0666),
            new Device("/dev/random", "c", 1, 8, 0666),
            new Device("/dev/urandom", "c", 1, 9, 0666),
            new Device("/dev/tty", "c", 5, 0, 0666));

    /** Nothing, but: making nodes, the default ones, terminals. The last rule that matches decides. */
    public static final List<DeviceRule> DEFAULT_RULES = List.of(
            new DeviceRule(false, "a", null, null, "rwm"),
            new DeviceRule(true, "c", null, null, "m"),
            new DeviceRule(true, "b", null, null, "m"),
            new DeviceRule(true, "c", 1L, 3L, "rwm"),
            new DeviceRule(true, "c", 1L, 5L, "rwm"),
            new DeviceRule(true, "c", 1L, 7L, "rwm"),
            new DeviceRule(true, "c", 1L, 8L, "rwm"),
            new DeviceRule(true, "c", 1L, 9L, "rwm"),
            new DeviceRule(true, "c", 5L, 0L, "rwm"),
            new DeviceRule(true, "c", 5L, 1L, "rwm"),
            new DeviceRule(true, "c", 5L, 2L, "rwm"),
            new DeviceRule(true, "c", 136L, null, "rwm"),
            new DeviceRule(false, "c", 10L, 229L, "rwm"),
            new DeviceRule(true, "c", 10L, 200L, "rwm"));

    /** {@code --privileged}. */
    public static final List<DeviceRule> ALL_RULES = List.of(new DeviceRule(true, "a", null, null, "rwm"));

    private Devices() {}

    /** Nodes to make, and rules to append. */
    public record Granted(List<Device> nodes, List<DeviceRule> rules) {}

    /**
     * One {@code --device}; a directory grants every device node below it.
     *
     * @param permissions letters of rwm
     * @throws dev.sampan.engine.error.EngineException.SystemFailure in Docker's words when there is no such device on the host
     */
    public static Granted resolve(String pathOnHost, String pathInContainer, String permissions) {
        throw new IllegalStateException("devices are not there yet");
    }

    /** Every device node of the host's {@code /dev} that a privileged container gets. */
    public static List<Device> host() {
        throw new IllegalStateException("devices are not there yet");
    }

    /**
     * One {@code --device-cgroup-rule}: {@code c 1:* rwm}.
     *
     * @throws dev.sampan.engine.error.EngineException.InvalidRequest in Docker's words
     */
    public static DeviceRule rule(String text) {
        throw new IllegalStateException("devices are not there yet");
    }
}
