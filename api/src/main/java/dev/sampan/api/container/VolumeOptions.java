package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.OmitEmpty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Options of a volume mount. */
public record VolumeOptions(
        @JsonProperty("NoCopy") @OmitEmpty boolean noCopy,
        @JsonProperty("Labels") @OmitEmpty @Nullable Map<String, String> labels,
        @JsonProperty("Subpath") @OmitEmpty String subpath,
        @JsonProperty("DriverConfig") @OmitEmpty @Nullable VolumeDriver driverConfig) {

    public VolumeOptions {
        subpath = subpath == null ? "" : subpath;
    }
}
