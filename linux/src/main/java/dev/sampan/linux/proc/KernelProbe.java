package dev.sampan.linux.proc;

import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Mounts;
import dev.sampan.linux.syscall.Processes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What this kernel lacks of what containers need, each with the command or the version that helps. Tried, not guessed. */
public final class KernelProbe {
    private static final int FLOOR_MAJOR = 5;
    private static final int FLOOR_MINOR = 15;
    private static final int PR_GET_SECCOMP = 21;
    private static final Map<String, String> NAMESPACES = new TreeMap<>(Map.of(
            "mnt", "",
            "pid", "CONFIG_PID_NS",
            "net", "CONFIG_NET_NS",
            "ipc", "CONFIG_IPC_NS",
            "uts", "CONFIG_UTS_NS",
            "cgroup", "CONFIG_CGROUPS"));

    private KernelProbe() {}

    /** Why containers cannot run here, one sentence per reason; empty where they can. */
    public static List<String> missing() {
        var missing = new ArrayList<String>();
        var version = KernelVersion.host();
        if (!version.atLeast(FLOOR_MAJOR, FLOOR_MINOR)) {
            missing.add("Linux " + FLOOR_MAJOR + "." + FLOOR_MINOR + " or newer is needed, this is " + version);
        }
        if (Processes.geteuid() != 0) missing.add("root is needed: run it with sudo");
        NAMESPACES.forEach((name, config) -> {
            if (!Files.exists(Path.of("/proc/self/ns/" + name))) {
                missing.add("the kernel is built without " + config + " (" + name + " namespaces)");
            }
        });
        if (Processes.geteuid() == 0 && !has("overlay")) {
            missing.add("the overlay file system is missing: modprobe overlay");
        }
        try {
            Processes.prctl(PR_GET_SECCOMP, 0, 0, 0, 0);
        } catch (ErrnoException none) {
            missing.add("the kernel is built without CONFIG_SECCOMP_FILTER");
        }
        if (!Files.isDirectory(Path.of("/sys/fs/cgroup"))) {
            missing.add("no cgroups are mounted: mount -t cgroup2 none /sys/fs/cgroup");
        }
        return missing;
    }

    /** Whether the kernel makes this type of file system. fsopen(2) loads a module for it where there is one. */
    public static boolean has(String filesystem) {
        try (var context = Mounts.fsopen(filesystem)) {
            return context.isOpen();
        } catch (ErrnoException unknown) {
            return false;
        }
    }
}
