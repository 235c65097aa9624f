package dev.sampan.api.container;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** HostConfig with its fields open for change: set some, then {@link #build}. */
public final class HostConfigBuilder {
    public @Nullable List<String> binds;
    public String containerIdFile;
    public @Nullable LogConfig logConfig;
    public String networkMode;
    public @Nullable Map<String, List<PortBinding>> portBindings;
    public @Nullable RestartPolicy restartPolicy;
    public boolean autoRemove;
    public String volumeDriver;
    public @Nullable List<String> volumesFrom;
    public @Nullable List<Long> consoleSize;
    public @Nullable Map<String, String> annotations;
    public @Nullable List<String> capAdd;
    public @Nullable List<String> capDrop;
    public String cgroupnsMode;
    public @Nullable List<String> dns;
    public @Nullable List<String> dnsOptions;
    public @Nullable List<String> dnsSearch;
    public @Nullable List<String> extraHosts;
    public @Nullable List<String> groupAdd;
    public String ipcMode;
    public String cgroup;
    public @Nullable List<String> links;
    public int oomScoreAdj;
    public String pidMode;
    public boolean privileged;
    public boolean publishAllPorts;
    public boolean readonlyRootfs;
    public @Nullable List<String> securityOpt;
    public @Nullable Map<String, String> storageOpt;
    public @Nullable Map<String, String> tmpfs;
    public String utsMode;
    public String usernsMode;
    public long shmSize;
    public @Nullable Map<String, String> sysctls;
    public String runtime;
    public String isolation;
    public long cpuShares;
    public long memory;
    public long nanoCpus;
    public String cgroupParent;
    public int blkioWeight;
    public @Nullable List<WeightDevice> blkioWeightDevice;
    public @Nullable List<ThrottleDevice> blkioDeviceReadBps;
    public @Nullable List<ThrottleDevice> blkioDeviceWriteBps;
    public @Nullable List<ThrottleDevice> blkioDeviceReadIOps;
    public @Nullable List<ThrottleDevice> blkioDeviceWriteIOps;
    public long cpuPeriod;
    public long cpuQuota;
    public long cpuRealtimePeriod;
    public long cpuRealtimeRuntime;
    public String cpusetCpus;
    public String cpusetMems;
    public @Nullable List<DeviceMapping> devices;
    public @Nullable List<String> deviceCgroupRules;
    public @Nullable List<DeviceRequest> deviceRequests;
    public long memoryReservation;
    public long memorySwap;
    public @Nullable Long memorySwappiness;
    public @Nullable Boolean oomKillDisable;
    public @Nullable Long pidsLimit;
    public @Nullable List<Ulimit> ulimits;
    public long cpuCount;
    public long cpuPercent;
    public long ioMaximumIOps;
    public long ioMaximumBandwidth;
    public @Nullable List<Mount> mounts;
    public @Nullable List<String> maskedPaths;
    public @Nullable List<String> readonlyPaths;
    public @Nullable Boolean init;

    HostConfigBuilder(HostConfig from) {
        binds = from.binds();
        containerIdFile = from.containerIdFile();
        logConfig = from.logConfig();
        networkMode = from.networkMode();
        portBindings = from.portBindings();
        restartPolicy = from.restartPolicy();
        autoRemove = from.autoRemove();
        volumeDriver = from.volumeDriver();
        volumesFrom = from.volumesFrom();
        consoleSize = from.consoleSize();
        annotations = from.annotations();
        capAdd = from.capAdd();
        capDrop = from.capDrop();
        cgroupnsMode = from.cgroupnsMode();
        dns = from.dns();
        dnsOptions = from.dnsOptions();
        dnsSearch = from.dnsSearch();
        extraHosts = from.extraHosts();
        groupAdd = from.groupAdd();
        ipcMode = from.ipcMode();
        cgroup = from.cgroup();
        links = from.links();
        oomScoreAdj = from.oomScoreAdj();
        pidMode = from.pidMode();
        privileged = from.privileged();
        publishAllPorts = from.publishAllPorts();
        readonlyRootfs = from.readonlyRootfs();
        securityOpt = from.securityOpt();
        storageOpt = from.storageOpt();
        tmpfs = from.tmpfs();
        utsMode = from.utsMode();
        usernsMode = from.usernsMode();
        shmSize = from.shmSize();
        sysctls = from.sysctls();
        runtime = from.runtime();
        isolation = from.isolation();
        cpuShares = from.cpuShares();
        memory = from.memory();
        nanoCpus = from.nanoCpus();
        cgroupParent = from.cgroupParent();
        blkioWeight = from.blkioWeight();
        blkioWeightDevice = from.blkioWeightDevice();
        blkioDeviceReadBps = from.blkioDeviceReadBps();
        blkioDeviceWriteBps = from.blkioDeviceWriteBps();
        blkioDeviceReadIOps = from.blkioDeviceReadIOps();
        blkioDeviceWriteIOps = from.blkioDeviceWriteIOps();
        cpuPeriod = from.cpuPeriod();
        cpuQuota = from.cpuQuota();
        cpuRealtimePeriod = from.cpuRealtimePeriod();
        cpuRealtimeRuntime = from.cpuRealtimeRuntime();
        cpusetCpus = from.cpusetCpus();
        cpusetMems = from.cpusetMems();
        devices = from.devices();
        deviceCgroupRules = from.deviceCgroupRules();
        deviceRequests = from.deviceRequests();
        memoryReservation = from.memoryReservation();
        memorySwap = from.memorySwap();
        memorySwappiness = from.memorySwappiness();
        oomKillDisable = from.oomKillDisable();
        pidsLimit = from.pidsLimit();
        ulimits = from.ulimits();
        cpuCount = from.cpuCount();
        cpuPercent = from.cpuPercent();
        ioMaximumIOps = from.ioMaximumIOps();
        ioMaximumBandwidth = from.ioMaximumBandwidth();
        mounts = from.mounts();
        maskedPaths = from.maskedPaths();
        readonlyPaths = from.readonlyPaths();
        init = from.init();
    }

    public HostConfig build() {
        return new HostConfig(
                binds,
                containerIdFile,
                logConfig,
                networkMode,
                portBindings,
                restartPolicy,
                autoRemove,
                volumeDriver,
                volumesFrom,
                consoleSize,
                annotations,
                capAdd,
                capDrop,
                cgroupnsMode,
                dns,
                dnsOptions,
                dnsSearch,
                extraHosts,
                groupAdd,
                ipcMode,
                cgroup,
                links,
                oomScoreAdj,
                pidMode,
                privileged,
                publishAllPorts,
                readonlyRootfs,
                securityOpt,
                storageOpt,
                tmpfs,
                utsMode,
                usernsMode,
                shmSize,
                sysctls,
                runtime,
                isolation,
                cpuShares,
                memory,
                nanoCpus,
                cgroupParent,
                blkioWeight,
                blkioWeightDevice,
                blkioDeviceReadBps,
                blkioDeviceWriteBps,
                blkioDeviceReadIOps,
                blkioDeviceWriteIOps,
                cpuPeriod,
                cpuQuota,
                cpuRealtimePeriod,
                cpuRealtimeRuntime,
                cpusetCpus,
                cpusetMems,
                devices,
                deviceCgroupRules,
                deviceRequests,
                memoryReservation,
                memorySwap,
                memorySwappiness,
                oomKillDisable,
                pidsLimit,
                ulimits,
                cpuCount,
                cpuPercent,
                ioMaximumIOps,
                ioMaximumBandwidth,
                mounts,
                maskedPaths,
                readonlyPaths,
                init);
    }
}
