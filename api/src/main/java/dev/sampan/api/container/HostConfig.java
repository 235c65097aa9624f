package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.OmitEmpty;
import dev.sampan.api.OmitNull;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a container may use of its host. Absent lists stay null and empty ones stay empty, as Docker shows them. */
public record HostConfig(
        @JsonProperty("Binds") @Nullable List<String> binds,
        @JsonProperty("ContainerIDFile") String containerIdFile,
        @JsonProperty("LogConfig") @Nullable LogConfig logConfig,
        @JsonProperty("NetworkMode") String networkMode,
        @JsonProperty("PortBindings") @Nullable Map<String, List<PortBinding>> portBindings,
        @JsonProperty("RestartPolicy") @Nullable RestartPolicy restartPolicy,
        @JsonProperty("AutoRemove") boolean autoRemove,
        @JsonProperty("VolumeDriver") String volumeDriver,
        @JsonProperty("VolumesFrom") @Nullable List<String> volumesFrom,
        @JsonProperty("ConsoleSize") @Nullable List<Long> consoleSize,
        @JsonProperty("Annotations") @OmitEmpty @Nullable Map<String, String> annotations,
        @JsonProperty("CapAdd") @Nullable List<String> capAdd,
        @JsonProperty("CapDrop") @Nullable List<String> capDrop,
        @JsonProperty("CgroupnsMode") String cgroupnsMode,
        @JsonProperty("Dns") @Nullable List<String> dns,
        @JsonProperty("DnsOptions") @Nullable List<String> dnsOptions,
        @JsonProperty("DnsSearch") @Nullable List<String> dnsSearch,
        @JsonProperty("ExtraHosts") @Nullable List<String> extraHosts,
        @JsonProperty("GroupAdd") @Nullable List<String> groupAdd,
        @JsonProperty("IpcMode") String ipcMode,
        @JsonProperty("Cgroup") String cgroup,
        @JsonProperty("Links") @Nullable List<String> links,
        @JsonProperty("OomScoreAdj") int oomScoreAdj,
        @JsonProperty("PidMode") String pidMode,
        @JsonProperty("Privileged") boolean privileged,
        @JsonProperty("PublishAllPorts") boolean publishAllPorts,
        @JsonProperty("ReadonlyRootfs") boolean readonlyRootfs,
        @JsonProperty("SecurityOpt") @Nullable List<String> securityOpt,
        @JsonProperty("StorageOpt") @OmitEmpty @Nullable Map<String, String> storageOpt,
        @JsonProperty("Tmpfs") @OmitEmpty @Nullable Map<String, String> tmpfs,
        @JsonProperty("UTSMode") String utsMode,
        @JsonProperty("UsernsMode") String usernsMode,
        @JsonProperty("ShmSize") long shmSize,
        @JsonProperty("Sysctls") @OmitEmpty @Nullable Map<String, String> sysctls,
        @JsonProperty("Runtime") @OmitEmpty String runtime,
        @JsonProperty("Isolation") String isolation,
        @JsonProperty("CpuShares") long cpuShares,
        @JsonProperty("Memory") long memory,
        @JsonProperty("NanoCpus") long nanoCpus,
        @JsonProperty("CgroupParent") String cgroupParent,
        @JsonProperty("BlkioWeight") int blkioWeight,
        @JsonProperty("BlkioWeightDevice") @Nullable List<WeightDevice> blkioWeightDevice,
        @JsonProperty("BlkioDeviceReadBps") @Nullable List<ThrottleDevice> blkioDeviceReadBps,
        @JsonProperty("BlkioDeviceWriteBps") @Nullable List<ThrottleDevice> blkioDeviceWriteBps,
        @JsonProperty("BlkioDeviceReadIOps") @Nullable List<ThrottleDevice> blkioDeviceReadIOps,
        @JsonProperty("BlkioDeviceWriteIOps") @Nullable List<ThrottleDevice> blkioDeviceWriteIOps,
        @JsonProperty("CpuPeriod") long cpuPeriod,
        @JsonProperty("CpuQuota") long cpuQuota,
        @JsonProperty("CpuRealtimePeriod") long cpuRealtimePeriod,
        @JsonProperty("CpuRealtimeRuntime") long cpuRealtimeRuntime,
        @JsonProperty("CpusetCpus") String cpusetCpus,
        @JsonProperty("CpusetMems") String cpusetMems,
        @JsonProperty("Devices") @Nullable List<DeviceMapping> devices,
        @JsonProperty("DeviceCgroupRules") @Nullable List<String> deviceCgroupRules,
        @JsonProperty("DeviceRequests") @Nullable List<DeviceRequest> deviceRequests,
        @JsonProperty("MemoryReservation") long memoryReservation,
        @JsonProperty("MemorySwap") long memorySwap,
        @JsonProperty("MemorySwappiness") @Nullable Long memorySwappiness,
        @JsonProperty("OomKillDisable") @Nullable Boolean oomKillDisable,
        @JsonProperty("PidsLimit") @Nullable Long pidsLimit,
        @JsonProperty("Ulimits") @Nullable List<Ulimit> ulimits,
        @JsonProperty("CpuCount") long cpuCount,
        @JsonProperty("CpuPercent") long cpuPercent,
        @JsonProperty("IOMaximumIOps") long ioMaximumIOps,
        @JsonProperty("IOMaximumBandwidth") long ioMaximumBandwidth,
        @JsonProperty("Mounts") @OmitEmpty @Nullable List<Mount> mounts,
        @JsonProperty("MaskedPaths") @Nullable List<String> maskedPaths,
        @JsonProperty("ReadonlyPaths") @Nullable List<String> readonlyPaths,
        @JsonProperty("Init") @OmitNull @Nullable Boolean init) {

    public HostConfig {
        containerIdFile = containerIdFile == null ? "" : containerIdFile;
        networkMode = networkMode == null ? "" : networkMode;
        volumeDriver = volumeDriver == null ? "" : volumeDriver;
        cgroupnsMode = cgroupnsMode == null ? "" : cgroupnsMode;
        ipcMode = ipcMode == null ? "" : ipcMode;
        cgroup = cgroup == null ? "" : cgroup;
        pidMode = pidMode == null ? "" : pidMode;
        utsMode = utsMode == null ? "" : utsMode;
        usernsMode = usernsMode == null ? "" : usernsMode;
        runtime = runtime == null ? "" : runtime;
        isolation = isolation == null ? "" : isolation;
        cgroupParent = cgroupParent == null ? "" : cgroupParent;
        cpusetCpus = cpusetCpus == null ? "" : cpusetCpus;
        cpusetMems = cpusetMems == null ? "" : cpusetMems;
    }

    /** A copy to change. */
    public HostConfigBuilder edit() {
        return new HostConfigBuilder(this);
    }
}
