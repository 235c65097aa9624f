package dev.sampan.api.volume;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.OmitNull;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A volume.
 *
 * @param usage only in {@code /system/df}
 */
public record VolumeResponse(
        @JsonProperty("CreatedAt") String createdAt,
        @JsonProperty("Driver") String driver,
        @JsonProperty("Labels") @Nullable Map<String, String> labels,
        @JsonProperty("Mountpoint") String mountpoint,
        @JsonProperty("Name") String name,
        @JsonProperty("Options") @Nullable Map<String, String> options,
        @JsonProperty("Scope") String scope,
        @JsonProperty("UsageData") @OmitNull @Nullable Usage usage) {

    /** How many containers have it, and its bytes. */
    public record Usage(
            @JsonProperty("RefCount") long references,
            @JsonProperty("Size") long size) {}

    /** {@code GET /volumes}. */
    public record All(
            @JsonProperty("Volumes") List<VolumeResponse> volumes,
            @JsonProperty("Warnings") @Nullable List<String> warnings) {}

    /** {@code POST /volumes/prune}. */
    public record Pruned(
            @JsonProperty("VolumesDeleted") List<String> volumesDeleted,
            @JsonProperty("SpaceReclaimed") long spaceReclaimed) {}
}
