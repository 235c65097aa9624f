package dev.sampan.linux.proc;

import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Processes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What this kernel lacks of what containers need, each with the command or the version that helps. Storage drivers
 * probe their file systems themselves.
 */
public final class KernelProbe {
    private static final int FLOOR_MAJOR = 5;
    private static final int FLOOR_MINOR = 15;
    private static final int PR_GET_SECCOMP = 21;
    private static final Map<String, String> NAMESPACES = new TreeMap<>(Map.of(
            "pid", "CONFIG_PID_NS",
            "net", "CONFIG_NET_NS",
            "ipc", "CONFIG_IPC_NS",
            "uts", "CONFIG_UTS_NS",
            "cgroup", "CONFIG_CGROUPS"));

    private KernelProbe() {}

    /** Why containers cannot run here, one sentence per reason; empty where they can. */
    public static List<String> missing() {
        return missing(
                KernelVersion.host(), Processes.geteuid() == 0, hasSeccomp(), path -> Files.exists(Path.of(path)));
    }

    static List<String> missing(KernelVersion version, boolean root, boolean seccomp, Predicate<String> exists) {
        var missing = new ArrayList<String>();
        if (!version.atLeast(FLOOR_MAJOR, FLOOR_MINOR)) {
            missing.add("Linux " + FLOOR_MAJOR + "." + FLOOR_MINOR + " or newer is needed, this is " + version);
        }
        if (!root) {
            missing.add("root is needed: run it with sudo");
        }
        NAMESPACES.forEach((name, config) -> {
            if (!exists.test("/proc/self/ns/" + name)) {
                missing.add("the kernel is built without " + config + " (" + name + " namespaces)");
            }
        });
        if (!seccomp) {
            missing.add("the kernel is built without CONFIG_SECCOMP_FILTER");
        }
        if (!exists.test("/sys/fs/cgroup")) {
            missing.add("no cgroups are mounted: mount -t cgroup2 none /sys/fs/cgroup");
        }
        return missing;
    }

    private static boolean hasSeccomp() {
        try {
            Processes.prctl(PR_GET_SECCOMP, 0, 0, 0, 0);
            return true;
        } catch (ErrnoException none) {
            return false;
        }
    }
}
