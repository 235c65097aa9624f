package dev.sampan.engine.container.spec;

import dev.sampan.api.container.HostConfig;
import dev.sampan.api.container.ThrottleDevice;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.oci.LinuxResources;
import dev.sampan.engine.oci.LinuxResources.BlockIo;
import dev.sampan.engine.runtime.Deadline;
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

    static @Nullable BlockIo limits(HostConfig host) {
        var weights = host.blkioWeightDevice();
        var limits = new BlockIo(
                host.blkioWeight() == 0 ? null : (Integer) host.blkioWeight(),
                weights == null
                        ? List.of()
                        : weights.stream()
                                .map(device -> {
                                    Stat stat = stat(device.path());
                                    return new LinuxResources.WeightDevice(major(stat), minor(stat), device.weight());
                                })
                                .toList(),
                throttles(host.blkioDeviceReadBps()),
                throttles(host.blkioDeviceWriteBps()),
                throttles(host.blkioDeviceReadIOps()),
                throttles(host.blkioDeviceWriteIOps()));
        return limits.equals(NONE) ? null : limits;
    }

    private static final BlockIo NONE = new BlockIo(null, List.of(), List.of(), List.of(), List.of(), List.of());

    private static List<LinuxResources.ThrottleDevice> throttles(@Nullable List<ThrottleDevice> devices) {
        return devices == null
                ? List.of()
                : devices.stream()
                        .map(device -> {
                            Stat stat = stat(device.path());
                            return new LinuxResources.ThrottleDevice(major(stat), minor(stat), device.rate());
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
