package dev.sampan.engine.container.check;

import dev.sampan.engine.cgroup.Cgroups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * What of the host decides which requests are valid.
 *
 * @param cgroupVersion 1 or 2; decides the default cgroup namespace
 * @param blkioWeight whether a group can have a share of the disks
 * @param realtime whether a group can have real-time processor time
 * @param hostname the host's own, for containers in its network
 */
public record HostFacts(
        int processors,
        BitSet cpus,
        BitSet mems,
        int cgroupVersion,
        boolean blkioWeight,
        boolean realtime,
        String hostname) {

    public static HostFacts read(Cgroups.Features cgroups) {
        BitSet cpus = list("/sys/devices/system/cpu/online");
        return new HostFacts(
                cpus.cardinality(),
                cpus,
                list("/sys/devices/system/node/online"),
                cgroups.version(),
                cgroups.blkioWeight(),
                cgroups.realtime(),
                line("/proc/sys/kernel/hostname"));
    }

    private static BitSet list(String file) {
        var one = new BitSet();
        one.set(0);
        return CpuSet.parse(line(file)).filter(set -> !set.isEmpty()).orElse(one);
    }

    private static String line(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
