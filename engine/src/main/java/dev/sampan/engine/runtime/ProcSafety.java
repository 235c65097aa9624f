package dev.sampan.engine.runtime;

import dev.sampan.engine.oci.Mount;
import dev.sampan.linux.launch.Ref;
import dev.sampan.linux.launch.SyncStep;
import dev.sampan.linux.struct.StatFs;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Inodes;
import java.util.Set;

/**
 * Nothing is mounted over or into {@code /proc}: set-up and the container's programs trust what they read and write there
 * (CVE-2025-52881). By the same rules as runc.
 */
final class ProcSafety {

    /** What lxcfs emulates. */
    private static final Set<String> HARMLESS = Set.of(
            "/proc/cpuinfo",
            "/proc/diskstats",
            "/proc/meminfo",
            "/proc/stat",
            "/proc/swaps",
            "/proc/uptime",
            "/proc/loadavg",
            "/proc/slabinfo",
            "/proc/sys/kernel/ns_last_pid",
            "/proc/sys/crypto/fips_enabled");

    private ProcSafety() {}

    /** By the path first, for a clear message; then by the file system of the target, which no link deceives. */
    static void refuseInside(Mount mount, Ref target, Steps steps) {
        var place = mount.destination();
        if (mount.type().equals("proc") || HARMLESS.contains(place)) {
            return;
        }
        if (place.equals("/proc") && !(mount.isBind() && isProc(mount.source()))) {
            throw refused(mount, "because it is not of type proc");
        }
        if (place.startsWith("/proc/")) {
            throw refused(mount, "because it is inside /proc");
        }
        if (!place.equals("/proc")) {
            steps.add(
                    new SyncStep.RefuseFilesystem(target, StatFs.PROC),
                    "a link of the image must not lead the mount into /proc (CVE-2025-52881)");
        }
    }

    private static boolean isProc(String source) {
        try (var fd = Files.open(source, Files.O_PATH)) {
            return Inodes.fstatfs(fd.number()).type() == StatFs.PROC;
        } catch (ErrnoException unreadable) {
            return false;
        }
    }

    private static LaunchFailure refused(Mount mount, String why) {
        return new LaunchFailure(
                "error mounting \"" + mount.source() + "\" to rootfs at \"" + mount.destination()
                        + "\": check proc-safety of mount: \"" + mount.destination() + "\" cannot be mounted " + why,
                LaunchFailure.OTHER,
                null);
    }
}
