package dev.sampan.engine.security;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Files of /proc and /sys that are about the host: covered or read-only in a container that is not privileged. */
public final class SystemPaths {

    /** A read-only bind of itself lies over each that exists. */
    public static final List<String> READ_ONLY =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    private static final List<String> MASKED = List.of(
            "/proc/acpi",
            "/proc/asound",
            "/proc/interrupts",
            "/proc/kcore",
            "/proc/keys",
            "/proc/latency_stats",
            "/proc/sched_debug",
            "/proc/scsi",
            "/proc/timer_list",
            "/proc/timer_stats",
            "/sys/devices/virtual/powercap",
            "/sys/firmware");

    private SystemPaths() {}

    /** A file is covered with /dev/null, a directory with an empty read-only tmpfs. Depends on this host's processors. */
    public static List<String> masked() {
        return Masked.PATHS;
    }

    private static final class Masked {
        // The throttle counters of each processor tell a container about its neighbours' load.
        static final List<String> PATHS =
                Stream.concat(MASKED.stream(), throttleCounters()).toList();

        private static Stream<String> throttleCounters() {
            var names = new File("/sys/devices/system/cpu").list((dir, name) -> name.matches("cpu[0-9]+"));
            return names == null
                    ? Stream.empty()
                    : Arrays.stream(names)
                            .sorted()
                            .map(n -> "/sys/devices/system/cpu/" + n + "/thermal_throttle")
                            .filter(p -> new File(p).exists());
        }
    }
}
