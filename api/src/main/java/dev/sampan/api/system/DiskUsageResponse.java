package dev.sampan.api.system;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.OmitEmpty;
import dev.sampan.api.OmitNull;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /system/df}: the lists of older versions beside the sums that came with API 1.52. Null is left out. */
public record DiskUsageResponse(
        @JsonProperty("LayersSize") @OmitNull @Nullable Long layersSize,
        @JsonProperty("Images") @OmitNull @Nullable List<?> images,
        @JsonProperty("Containers") @OmitNull @Nullable List<?> containers,
        @JsonProperty("Volumes") @OmitNull @Nullable List<?> volumes,
        @JsonProperty("BuildCache") @OmitNull @Nullable List<?> buildCache,
        @JsonProperty("ImageUsage") @OmitNull @Nullable Usage imageUsage,
        @JsonProperty("ContainerUsage") @OmitNull @Nullable Usage containerUsage,
        @JsonProperty("VolumeUsage") @OmitNull @Nullable Usage volumeUsage,
        @JsonProperty("BuildCacheUsage") @OmitNull @Nullable Usage buildCacheUsage) {

    /**
     * One kind of object.
     *
     * @param active how many are in use
     * @param reclaimable bytes of what is not
     */
    public record Usage(
            @JsonProperty("ActiveCount") @OmitEmpty long active,
            @JsonProperty("TotalCount") @OmitEmpty long total,
            @JsonProperty("Reclaimable") @OmitEmpty long reclaimable,
            @JsonProperty("TotalSize") @OmitEmpty long size,
            @JsonProperty("Items") @OmitEmpty List<?> items) {}
}
