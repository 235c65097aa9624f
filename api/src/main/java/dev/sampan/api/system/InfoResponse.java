package dev.sampan.api.system;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.OmitEmpty;
import dev.sampan.api.OmitNull;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code GET /info}, in the newest API version's shape. */
public record InfoResponse(
        @JsonProperty("ID") String id,
        @JsonProperty("Containers") int containers,
        @JsonProperty("ContainersRunning") int containersRunning,
        @JsonProperty("ContainersPaused") int containersPaused,
        @JsonProperty("ContainersStopped") int containersStopped,
        @JsonProperty("Images") int images,
        @JsonProperty("Driver") String driver,
        @JsonProperty("DriverStatus") List<List<String>> driverStatus,
        @JsonProperty("Plugins") Plugins plugins,
        @JsonProperty("MemoryLimit") boolean memoryLimit,
        @JsonProperty("SwapLimit") boolean swapLimit,
        @JsonProperty("CpuCfsPeriod") boolean cpuCfsPeriod,
        @JsonProperty("CpuCfsQuota") boolean cpuCfsQuota,
        @JsonProperty("CPUShares") boolean cpuShares,
        @JsonProperty("CPUSet") boolean cpuSet,
        @JsonProperty("PidsLimit") boolean pidsLimit,
        @JsonProperty("IPv4Forwarding") boolean ipv4Forwarding,
        @JsonProperty("Debug") boolean debug,
        @JsonProperty("NFd") int fileDescriptors,
        @JsonProperty("OomKillDisable") boolean oomKillDisable,
        @JsonProperty("NGoroutines") int threads,
        @JsonProperty("SystemTime") String systemTime,
        @JsonProperty("LoggingDriver") String loggingDriver,
        @JsonProperty("CgroupDriver") String cgroupDriver,
        @JsonProperty("CgroupVersion") @OmitEmpty String cgroupVersion,
        @JsonProperty("NEventsListener") int eventListeners,
        @JsonProperty("KernelVersion") String kernelVersion,
        @JsonProperty("OperatingSystem") String operatingSystem,
        @JsonProperty("OSVersion") String osVersion,
        @JsonProperty("OSType") String osType,
        @JsonProperty("Architecture") String architecture,
        @JsonProperty("IndexServerAddress") String indexServerAddress,
        @JsonProperty("RegistryConfig") RegistryConfig registryConfig,
        @JsonProperty("NCPU") int cpus,
        @JsonProperty("MemTotal") long memoryTotal,
        @JsonProperty("GenericResources") @Nullable List<Object> genericResources,
        @JsonProperty("DockerRootDir") String rootDirectory,
        @JsonProperty("HttpProxy") String httpProxy,
        @JsonProperty("HttpsProxy") String httpsProxy,
        @JsonProperty("NoProxy") String noProxy,
        @JsonProperty("Name") String name,
        @JsonProperty("Labels") List<String> labels,
        @JsonProperty("ExperimentalBuild") boolean experimentalBuild,
        @JsonProperty("ServerVersion") String serverVersion,
        @JsonProperty("Runtimes") Map<String, Runtime> runtimes,
        @JsonProperty("DefaultRuntime") String defaultRuntime,
        @JsonProperty("Swarm") Swarm swarm,
        @JsonProperty("LiveRestoreEnabled") boolean liveRestoreEnabled,
        @JsonProperty("Isolation") String isolation,
        @JsonProperty("InitBinary") String initBinary,
        @JsonProperty("ContainerdCommit") Commit containerdCommit,
        @JsonProperty("RuncCommit") Commit runcCommit,
        @JsonProperty("InitCommit") Commit initCommit,
        @JsonProperty("SecurityOptions") List<String> securityOptions,
        @JsonProperty("ProductLicense") @OmitEmpty String productLicense,
        @JsonProperty("FirewallBackend") @OmitNull @Nullable FirewallBackend firewallBackend,
        @JsonProperty("CDISpecDirs") List<String> cdiSpecDirs,
        @JsonProperty("Containerd") @OmitNull @Nullable Containerd containerd,
        @JsonProperty("Warnings") @Nullable List<String> warnings) {

    /** The drivers that exist, by kind. */
    public record Plugins(
            @JsonProperty("Volume") List<String> volume,
            @JsonProperty("Network") List<String> network,
            @JsonProperty("Authorization") @Nullable List<String> authorization,
            @JsonProperty("Log") List<String> log) {}

    /** How registries are reached. */
    public record RegistryConfig(
            @JsonProperty("InsecureRegistryCIDRs") List<String> insecureRegistryCidrs,
            @JsonProperty("IndexConfigs") Map<String, Index> indexConfigs,
            @JsonProperty("Mirrors") List<String> mirrors) {

        /** One registry. */
        public record Index(
                @JsonProperty("Name") String name,
                @JsonProperty("Mirrors") List<String> mirrors,
                @JsonProperty("Secure") boolean secure,
                @JsonProperty("Official") boolean official) {}
    }

    /** An OCI runtime that containers can name. */
    public record Runtime(
            @JsonProperty("path") @OmitEmpty String path,
            @JsonProperty("status") @OmitEmpty @Nullable Map<String, String> status) {}

    /** There is no swarm mode; clients want to see that it is inactive. */
    public record Swarm(
            @JsonProperty("NodeID") String nodeId,
            @JsonProperty("NodeAddr") String nodeAddress,
            @JsonProperty("LocalNodeState") String localNodeState,
            @JsonProperty("ControlAvailable") boolean controlAvailable,
            @JsonProperty("Error") String error,
            @JsonProperty("RemoteManagers") @Nullable List<Object> remoteManagers) {}

    /** A build of a component. */
    public record Commit(@JsonProperty("ID") String id) {}

    /** What filters and translates packets. */
    public record FirewallBackend(
            @JsonProperty("Driver") String driver,
            @JsonProperty("Info") @OmitEmpty List<List<String>> info) {}

    /** Where Docker's containerd would be. */
    public record Containerd(
            @JsonProperty("Address") String address,
            @JsonProperty("Namespaces") Map<String, String> namespaces) {}
}
