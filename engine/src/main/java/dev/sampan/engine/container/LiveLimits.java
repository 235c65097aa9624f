package dev.sampan.engine.container;

import dev.sampan.api.container.HostConfig;
import dev.sampan.api.container.ThrottleDevice;
import dev.sampan.api.container.WeightDevice;
import dev.sampan.engine.cgroup.Cgroup;
import dev.sampan.engine.cgroup.Resources;
import dev.sampan.engine.container.check.CpuSet;
import dev.sampan.engine.container.check.HostFacts;
import dev.sampan.engine.container.spec.DockerSpec;
import dev.sampan.engine.container.spec.Limits;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.linux.syscall.ErrnoException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The limits of a group with processes in it, changed as a whole or not at all: the kernel may refuse the third file after it took two. */
final class LiveLimits {

    private static final int DEFAULT_SHARES = 1024;
    private static final int DEFAULT_WEIGHT = 100;

    private final HostFacts facts;

    LiveLimits(HostFacts facts) {
        this.facts = facts;
    }

    /** @throws SystemFailure when the kernel refuses; the group has the container's present limits then */
    void change(Container container, Cgroup group, HostConfig wanted) {
        HostConfig present = container.file().hostConfig();
        try {
            group.update(resources(lifting(wanted, present)));
        } catch (ErrnoException e) {
            var failure = new SystemFailure("Cannot update container " + container.id + ": " + e.getMessage(), e);
            try {
                group.update(resources(lifting(complete(present), wanted)));
            } catch (ErrnoException again) {
                failure.addSuppressed(again);
            }
            throw failure;
        }
    }

    private static Resources resources(HostConfig host) {
        return Resources.of(Limits.resources(DockerSpec.resources(host), List.of()));
    }

    /** With the kernel's own values where nothing is said: only what is written takes a limit back. */
    private HostConfig complete(HostConfig host) {
        var edit = host.edit();
        edit.memory = or(host.memory(), -1);
        edit.memorySwap = or(host.memorySwap(), -1);
        edit.memoryReservation = or(host.memoryReservation(), -1);
        edit.cpuShares = or(host.cpuShares(), DEFAULT_SHARES);
        edit.cpuQuota = or(host.cpuQuota(), -1);
        edit.cpusetCpus = host.cpusetCpus().isEmpty() ? CpuSet.text(facts.cpus()) : host.cpusetCpus();
        edit.cpusetMems = host.cpusetMems().isEmpty() ? CpuSet.text(facts.mems()) : host.cpusetMems();
        edit.pidsLimit = host.pidsLimit() == null ? (Long) 0L : host.pidsLimit();
        edit.blkioWeight = host.blkioWeight() == 0 && facts.blkioWeight() ? DEFAULT_WEIGHT : host.blkioWeight();
        return edit.build();
    }

    private static long or(long value, long otherwise) {
        return value == 0 ? otherwise : value;
    }

    /** {@code wanted}, and neither limit nor weight for the disks that it does not name and {@code other} does. */
    private static HostConfig lifting(HostConfig wanted, HostConfig other) {
        var edit = wanted.edit();
        edit.blkioWeightDevice = lifting(
                wanted.blkioWeightDevice(), other.blkioWeightDevice(), WeightDevice::path, p -> new WeightDevice(p, 0));
        edit.blkioDeviceReadBps = lifting(wanted.blkioDeviceReadBps(), other.blkioDeviceReadBps());
        edit.blkioDeviceWriteBps = lifting(wanted.blkioDeviceWriteBps(), other.blkioDeviceWriteBps());
        edit.blkioDeviceReadIOps = lifting(wanted.blkioDeviceReadIOps(), other.blkioDeviceReadIOps());
        edit.blkioDeviceWriteIOps = lifting(wanted.blkioDeviceWriteIOps(), other.blkioDeviceWriteIOps());
        return edit.build();
    }

    private static @Nullable List<ThrottleDevice> lifting(
            @Nullable List<ThrottleDevice> wanted, @Nullable List<ThrottleDevice> other) {
        return lifting(wanted, other, ThrottleDevice::path, path -> new ThrottleDevice(path, 0));
    }

    private static <T> @Nullable List<T> lifting(
            @Nullable List<T> wanted, @Nullable List<T> other, Function<T, String> path, Function<String, T> lifted) {
        if (other == null) {
            return wanted;
        }
        var all = new ArrayList<T>(wanted == null ? List.of() : wanted);
        other.stream()
                .map(path)
                .filter(disk -> all.stream().map(path).noneMatch(disk::equals))
                .map(lifted)
                .forEach(all::add);
        return all;
    }
}
