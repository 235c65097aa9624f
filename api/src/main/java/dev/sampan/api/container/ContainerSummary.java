package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.OmitEmpty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line of a container list; sizes are bytes, created is seconds since the epoch. */
public record ContainerSummary(
        @JsonProperty("Id") String id,
        @JsonProperty("Names") @Nullable List<String> names,
        @JsonProperty("Image") String image,
        @JsonProperty("ImageID") String imageId,

        @JsonProperty("ImageManifestDescriptor") @OmitEmpty @Nullable
        ManifestDescriptor imageManifestDescriptor,

        @JsonProperty("Command") String command,
        @JsonProperty("Created") long created,
        @JsonProperty("Ports") @Nullable List<PortSummary> ports,
        @JsonProperty("SizeRw") @OmitEmpty long sizeRw,
        @JsonProperty("SizeRootFs") @OmitEmpty long sizeRootFs,
        @JsonProperty("Labels") @Nullable Map<String, String> labels,
        @JsonProperty("State") String state,
        @JsonProperty("Status") String status,
        @JsonProperty("HostConfig") @Nullable HostConfigSummary hostConfig,
        @JsonProperty("Health") @OmitEmpty @Nullable HealthSummary health,
        @JsonProperty("NetworkSettings") @Nullable NetworkSettingsSummary networkSettings,
        @JsonProperty("Mounts") @Nullable List<MountPoint> mounts) {

    public ContainerSummary {
        id = id == null ? "" : id;
        image = image == null ? "" : image;
        imageId = imageId == null ? "" : imageId;
        command = command == null ? "" : command;
        state = state == null ? "" : state;
        status = status == null ? "" : status;
    }
}
