package dev.sampan.engine.security;

import dev.sampan.engine.error.Cause;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.oci.Linux.Device;
import dev.sampan.engine.oci.LinuxResources.DeviceRule;
import dev.sampan.linux.syscall.ErrnoException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
            new DeviceRule(false, "c", 10L, 229L, "rwm"));

    /** {@code --privileged}. */
    public static final List<DeviceRule> ALL_RULES = List.of(new DeviceRule(true, "a", null, null, "rwm"));

    private static final String ALL = "rwm";
    private static final Pattern RULE = Pattern.compile("([acb]) ([0-9]{1,9}|\\*):([0-9]{1,9}|\\*) ([rwm]{1,3})");

    private Devices() {}

    /** Nodes to make, and rules to append. */
    public record Granted(List<Device> nodes, List<DeviceRule> rules) {}

    /**
     * One {@code --device}; a directory grants every device node below it.
     *
     * @param pathInContainer empty is the same as on the host
     * @param permissions letters of rwm; empty is all
     * @throws SystemFailure in Docker's words when there is no such device on the host: found when the container starts
     */
    public static Granted resolve(String pathOnHost, String pathInContainer, String permissions) {
        var inside = pathInContainer.isEmpty() ? pathOnHost : pathInContainer;
        var access = permissions.isEmpty() ? ALL : permissions;
        if (!access.matches("[rwm]{1,3}")) {
            throw failed(pathOnHost, "invalid device access " + GoText.quoted(access));
        }
        try {
            var onHost = Path.of(pathOnHost).toRealPath().toString();
            var node = HostDevices.node(onHost, inside);
            var nodes = node.isPresent()
                    ? List.of(node.get())
                    : HostDevices.below(onHost, path -> inside + path.substring(onHost.length()));
            if (nodes.isEmpty()) {
                throw failed(pathOnHost, "not a device node");
            }
            return new Granted(nodes, nodes.stream().map(n -> allow(n, access)).toList());
        } catch (NoSuchFileException | InvalidPathException absent) {
            throw failed(pathOnHost, "no such file or directory");
        } catch (IOException unreadable) {
            throw failed(pathOnHost, Cause.reason(unreadable));
        } catch (ErrnoException unreadable) {
            throw failed(pathOnHost, unreadable.errno().text());
        }
    }

    private static DeviceRule allow(Device node, String access) {
        return new DeviceRule(true, node.type(), node.major(), node.minor(), access);
    }

    private static SystemFailure failed(String path, String why) {
        return new SystemFailure(
                "error gathering device information while adding custom device " + GoText.quoted(path) + ": " + why);
    }

    /** Every device node of the host's {@code /dev} that a privileged container gets. */
    public static List<Device> host() {
        return HostDevices.ofDev();
    }

    /**
     * One {@code --device-cgroup-rule}: {@code c 1:* rwm}.
     *
     * @throws SystemFailure in Docker's words: found when the container starts
     */
    public static DeviceRule rule(String text) {
        var m = RULE.matcher(text);
        if (!m.matches()) {
            throw new SystemFailure("invalid device cgroup rule format: '" + text + "'");
        }
        return new DeviceRule(true, m.group(1), number(m.group(2)), number(m.group(3)), m.group(4));
    }

    private static @Nullable Long number(String text) {
        return text.equals("*") ? null : Long.valueOf(text);
    }
}
