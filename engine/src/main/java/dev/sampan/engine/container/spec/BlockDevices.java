package dev.sampan.engine.container.spec;

import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.oci.LinuxResources;
import dev.sampan.engine.oci.LinuxResources.BlockIo;
import dev.sampan.engine.runtime.Deadline;
import dev.sampan.engine.spec.ResourceSpec;
import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Inodes;
import dev.sampan.linux.syscall.Names;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Weights and throttles of disks that a request names by path. */
final class BlockDevices {

    private BlockDevices() {}

    static @Nullable BlockIo limits(ResourceSpec.Disks disks) {
        var limits = new BlockIo(
                disks.weight().isPresent() ? (Integer) disks.weight().getAsInt() : null,
                disks.weights().stream().map(BlockDevices::weight).toList(),
                throttles(disks.readBytes()),
                throttles(disks.writtenBytes()),
                throttles(disks.reads()),
                throttles(disks.writes()));
        return limits.equals(NONE) ? null : limits;
    }

    private static final BlockIo NONE = new BlockIo(null, List.of(), List.of(), List.of(), List.of(), List.of());

    private static LinuxResources.WeightDevice weight(ResourceSpec.Weight disk) {
        Stat stat = stat(disk.device());
        return new LinuxResources.WeightDevice(major(stat), minor(stat), disk.weight());
    }

    private static List<LinuxResources.ThrottleDevice> throttles(List<ResourceSpec.Rate> rates) {
        return rates.stream()
                .map(rate -> {
                    Stat stat = stat(rate.device());
                    return new LinuxResources.ThrottleDevice(major(stat), minor(stat), rate.perSecond());
                })
                .toList();
    }

    /** Docker looks at the path when the container starts. */
    private static Stat stat(String path) {
        try {
            return Deadline.meet("look at device " + path, () -> Inodes.statx(Files.AT_FDCWD, path, 0));
        } catch (ErrnoException e) {
            throw new SystemFailure("stat " + path + ": " + e.errno().text(), e);
        }
    }

    private static long major(Stat stat) {
        return Names.major(stat.specialDevice());
    }

    private static long minor(Stat stat) {
        return Names.minor(stat.specialDevice());
    }
}
