package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.OmitEmpty;
import org.jspecify.annotations.Nullable;

/** One entry of HostConfig.Mounts, as the client gave it. */
public record Mount(
        @JsonProperty("Type") @OmitEmpty String type,
        @JsonProperty("Source") @OmitEmpty String source,
        @JsonProperty("Target") @OmitEmpty String target,
        @JsonProperty("ReadOnly") @OmitEmpty boolean readOnly,
        @JsonProperty("Consistency") @OmitEmpty String consistency,
        @JsonProperty("BindOptions") @OmitEmpty @Nullable BindOptions bindOptions,
        @JsonProperty("VolumeOptions") @OmitEmpty @Nullable VolumeOptions volumeOptions,
        @JsonProperty("ImageOptions") @OmitEmpty @Nullable ImageOptions imageOptions,
        @JsonProperty("TmpfsOptions") @OmitEmpty @Nullable TmpfsOptions tmpfsOptions,
        @JsonProperty("ClusterOptions") @OmitEmpty @Nullable Object clusterOptions) {

    public Mount {
        type = type == null ? "" : type;
        source = source == null ? "" : source;
        target = target == null ? "" : target;
        consistency = consistency == null ? "" : consistency;
    }
}
