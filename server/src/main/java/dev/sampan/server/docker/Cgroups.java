package dev.sampan.server.docker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which limits this host's cgroups can set, as {@code /info} reports them. */
record Cgroups(
        String version,
        boolean memory,
        boolean swap,
        boolean cfs,
        boolean shares,
        boolean cpuset,
        boolean pids,
        boolean oomKillDisable) {

    private static final Path ROOT = Path.of("/sys/fs/cgroup");

    static Cgroups read() {
        if (Files.exists(ROOT.resolve("cgroup.controllers"))) {
            String controllers = " " + SystemFacts.line(ROOT + "/cgroup.controllers") + " ";
            boolean memory = controllers.contains(" memory ");
            boolean cpu = controllers.contains(" cpu ");
            return new Cgroups(
                    "2",
                    memory,
                    memory,
                    cpu,
                    cpu,
                    controllers.contains(" cpuset "),
                    controllers.contains(" pids "),
                    false);
        }
        return new Cgroups(
                "1",
                has("memory/memory.limit_in_bytes"),
                has("memory/memory.memsw.limit_in_bytes"),
                has("cpu/cpu.cfs_quota_us"),
                has("cpu/cpu.shares"),
                has("cpuset/cpuset.cpus"),
                has("pids"),
                has("memory/memory.oom_control"));
    }

    private static boolean has(String file) {
        return Files.exists(ROOT.resolve(file));
    }

    /** Docker's texts; null for none. */
    List<String> warnings() {
        var warnings = new ArrayList<String>();
        warn(warnings, memory, "No memory limit support");
        warn(warnings, swap, "No swap limit support");
        warn(warnings, cfs, "No cpu cfs quota support");
        warn(warnings, cfs, "No cpu cfs period support");
        warn(warnings, shares, "No cpu shares support");
        warn(warnings, cpuset, "No cpuset support");
        warn(warnings, pids, "No pids limit support");
        return warnings;
    }

    private static void warn(List<String> warnings, boolean supported, String text) {
        if (!supported) {
            warnings.add("WARNING: " + text);
        }
    }
}
