package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.OmitEmpty;
import dev.sampan.api.OmitNull;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything known of one container, in the newest API version's shape. */
public record ContainerInspectResponse(
        @JsonProperty("Id") String id,
        @JsonProperty("Created") String created,
        @JsonProperty("Path") String path,
        @JsonProperty("Args") @Nullable List<String> args,
        @JsonProperty("State") @Nullable ContainerState state,
        @JsonProperty("Image") String image,
        @JsonProperty("ResolvConfPath") String resolvConfPath,
        @JsonProperty("HostnamePath") String hostnamePath,
        @JsonProperty("HostsPath") String hostsPath,
        @JsonProperty("LogPath") String logPath,
        @JsonProperty("Name") String name,
        @JsonProperty("RestartCount") int restartCount,
        @JsonProperty("Driver") String driver,
        @JsonProperty("Platform") String platform,

        @JsonProperty("ImageManifestDescriptor") @OmitEmpty @Nullable
        ManifestDescriptor imageManifestDescriptor,

        @JsonProperty("MountLabel") String mountLabel,
        @JsonProperty("ProcessLabel") String processLabel,
        @JsonProperty("AppArmorProfile") String appArmorProfile,
        @JsonProperty("ExecIDs") @Nullable List<String> execIds,
        @JsonProperty("HostConfig") @Nullable HostConfig hostConfig,
        @JsonProperty("Storage") @OmitEmpty @Nullable Storage storage,
        @JsonProperty("SizeRw") @OmitNull @Nullable Long sizeRw,
        @JsonProperty("SizeRootFs") @OmitNull @Nullable Long sizeRootFs,
        @JsonProperty("Mounts") @Nullable List<MountPoint> mounts,
        @JsonProperty("Config") @Nullable ContainerConfig config,
        @JsonProperty("NetworkSettings") @Nullable NetworkSettings networkSettings) {

    public ContainerInspectResponse {
        id = id == null ? "" : id;
        created = created == null ? "" : created;
        path = path == null ? "" : path;
        image = image == null ? "" : image;
        resolvConfPath = resolvConfPath == null ? "" : resolvConfPath;
        hostnamePath = hostnamePath == null ? "" : hostnamePath;
        hostsPath = hostsPath == null ? "" : hostsPath;
        logPath = logPath == null ? "" : logPath;
        name = name == null ? "" : name;
        driver = driver == null ? "" : driver;
        platform = platform == null ? "" : platform;
        mountLabel = mountLabel == null ? "" : mountLabel;
        processLabel = processLabel == null ? "" : processLabel;
        appArmorProfile = appArmorProfile == null ? "" : appArmorProfile;
    }
}
