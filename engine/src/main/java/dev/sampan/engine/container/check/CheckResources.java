package dev.sampan.engine.container.check;

import dev.sampan.api.container.HostConfig;
import dev.sampan.api.container.ThrottleDevice;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Limits of a container: what is refused, what is completed, what is dropped with a warning. */
public final class CheckResources {

    private static final long SMALLEST = 6 << 20;
    private static final long DEFAULT_SHM = 64 << 20;

    private CheckResources() {}

    public static HostConfig checked(HostConfig host, HostFacts facts, List<String> warnings) {
        if (host.ioMaximumBandwidth() > 0) {
            throw new InvalidRequest("invalid option: QoS maximum bandwidth configuration is not supported on linux");
        }
        if (host.ioMaximumIOps() > 0) {
            throw new InvalidRequest("invalid option: QoS maximum IOPs configuration is not supported on linux");
        }
        HostConfig limited = limits(host, facts, warnings);
        var edit = limited.edit();
        if (host.memory() > 0 && host.memorySwap() == 0) {
            edit.memorySwap = 2 * host.memory();
        }
        if (facts.cgroupVersion() == 1) {
            swappiness(host, edit);
            oomKillDisable(host, edit, warnings);
        } else {
            dropWhatVersion2Lacks(host, edit, warnings);
        }
        if (host.pidsLimit() != null && host.pidsLimit() <= 0) {
            edit.pidsLimit = null;
        }
        edit.cpuPercent = 0;
        if (host.shmSize() < 0) {
            throw new InvalidRequest("SHM size can not be less than 0");
        }
        edit.shmSize = host.shmSize() == 0 ? DEFAULT_SHM : host.shmSize();
        if (host.oomScoreAdj() < -1000 || host.oomScoreAdj() > 1000) {
            throw new InvalidRequest(
                    "Invalid value " + host.oomScoreAdj() + ", range for oom score adj is [-1000, 1000]");
        }
        return edit.build();
    }

    /** What can be changed on a running container, too; without what this kernel lacks. */
    public static HostConfig limits(HostConfig host, HostFacts facts, List<String> warnings) {
        memory(host);
        cpu(host, facts);
        if (host.cpuPercent() > 0) {
            warnings.add("linux does not support CPU percent. Percent discarded.");
        }
        CpuSet.check("cpus", host.cpusetCpus(), facts.cpus());
        CpuSet.check("mems", host.cpusetMems(), facts.mems());
        throttles(host.blkioDeviceReadBps());
        throttles(host.blkioDeviceWriteBps());
        throttles(host.blkioDeviceReadIOps());
        throttles(host.blkioDeviceWriteIOps());
        return weights(host, facts, warnings);
    }

    /** Docker's texts blame the kernel. */
    private static HostConfig weights(HostConfig host, HostFacts facts, List<String> warnings) {
        var edit = host.edit();
        if (host.blkioWeight() > 0 && !facts.blkioWeight()) {
            warnings.add(
                    "Your kernel does not support Block I/O weight or the cgroup is not mounted. Weight discarded.");
            edit.blkioWeight = 0;
        } else if (host.blkioWeight() != 0 && (host.blkioWeight() < 10 || host.blkioWeight() > 1000)) {
            throw new InvalidRequest("Range of blkio weight is from 10 to 1000");
        }
        boolean ofDevices =
                host.blkioWeightDevice() != null && !host.blkioWeightDevice().isEmpty();
        if (ofDevices && !facts.blkioWeight()) {
            warnings.add("Your kernel does not support Block I/O weight_device or the cgroup is not mounted."
                    + " Weight-device discarded.");
            edit.blkioWeightDevice = List.of();
        }
        return edit.build();
    }

    private static void throttles(@Nullable List<ThrottleDevice> devices) {
        if (devices != null && devices.stream().anyMatch(device -> device.rate() < 0)) {
            throw new InvalidRequest("a throttle's rate cannot be negative");
        }
    }

    private static void memory(HostConfig host) {
        if (host.memory() != 0 && host.memory() < SMALLEST) {
            throw new InvalidRequest("Minimum memory limit allowed is 6MB");
        }
        if (host.memory() > 0 && host.memorySwap() > 0 && host.memorySwap() < host.memory()) {
            throw new InvalidRequest("Minimum memoryswap limit should be larger than memory limit, see usage");
        }
        if (host.memory() == 0 && host.memorySwap() > 0) {
            throw new InvalidRequest("You should always set the Memory limit when using Memoryswap limit, see usage");
        }
        if (host.memoryReservation() > 0 && host.memoryReservation() < SMALLEST) {
            throw new InvalidRequest("Minimum memory reservation allowed is 6MB");
        }
        if (host.memory() > 0 && host.memoryReservation() > host.memory()) {
            throw new InvalidRequest("Minimum memory limit can not be less than memory reservation limit, see usage");
        }
    }

    private static void swappiness(HostConfig host, dev.sampan.api.container.HostConfigBuilder edit) {
        Long swappiness = host.memorySwappiness();
        if (swappiness == null) {
            return;
        }
        if (swappiness == -1) {
            edit.memorySwappiness = null;
        } else if (swappiness < 0 || swappiness > 100) {
            throw new InvalidRequest("Invalid value: " + swappiness + ", valid memory swappiness range is 0-100");
        }
    }

    private static void oomKillDisable(
            HostConfig host, dev.sampan.api.container.HostConfigBuilder edit, List<String> warnings) {
        boolean disable = Boolean.TRUE.equals(host.oomKillDisable());
        if (disable && host.memory() == 0) {
            warnings.add(
                    "OOM killer is disabled for the container, but no memory limit is set, this can result in the system"
                            + " running out of resources.");
        }
        edit.oomKillDisable = disable;
    }

    /** Docker's texts blame the kernel. */
    private static void dropWhatVersion2Lacks(
            HostConfig host, dev.sampan.api.container.HostConfigBuilder edit, List<String> warnings) {
        if (host.memorySwappiness() != null && host.memorySwappiness() != -1) {
            warnings.add("Your kernel does not support memory swappiness capabilities or the cgroup is not mounted."
                    + " Memory swappiness discarded.");
        }
        edit.memorySwappiness = null;
        if (Boolean.TRUE.equals(host.oomKillDisable())) {
            warnings.add("Your kernel does not support OomKillDisable. OomKillDisable discarded.");
        }
        edit.oomKillDisable = null;
    }

    private static void cpu(HostConfig host, HostFacts facts) {
        if (host.nanoCpus() != 0 && host.cpuPeriod() > 0) {
            throw new InvalidRequest("Conflicting options: Nano CPUs and CPU Period cannot both be set");
        }
        if (host.nanoCpus() != 0 && host.cpuQuota() > 0) {
            throw new InvalidRequest("Conflicting options: Nano CPUs and CPU Quota cannot both be set");
        }
        if (host.nanoCpus() < 0 || host.nanoCpus() > facts.processors() * 1_000_000_000L) {
            throw new InvalidRequest("range of CPUs is from 0.01 to %d.00, as there are only %d CPUs available"
                    .formatted(facts.processors(), facts.processors()));
        }
        if (host.cpuPeriod() != 0 && (host.cpuPeriod() < 1000 || host.cpuPeriod() > 1_000_000)) {
            throw new InvalidRequest(
                    "CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)");
        }
        if (host.cpuQuota() > 0 && host.cpuQuota() < 1000) {
            throw new InvalidRequest("CPU cfs quota can not be less than 1ms (i.e. 1000)");
        }
        if (host.cpuShares() < 0) {
            throw new InvalidRequest("invalid CPU shares (" + host.cpuShares() + "): value must be a positive integer");
        }
        boolean realtime = host.cpuRealtimePeriod() != 0 || host.cpuRealtimeRuntime() != 0;
        if (realtime && !facts.realtime()) {
            throw new InvalidRequest("kernel does not support CPU real-time scheduler");
        }
        if (host.cpuRealtimePeriod() != 0 && host.cpuRealtimeRuntime() > host.cpuRealtimePeriod()) {
            throw new InvalidRequest("cpu real-time runtime cannot be higher than cpu real-time period");
        }
    }
}
