package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.OmitEmpty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The driver that makes a volume, and its options. */
public record VolumeDriver(
        @JsonProperty("Name") @OmitEmpty String name,
        @JsonProperty("Options") @OmitEmpty @Nullable Map<String, String> options) {

    public VolumeDriver {
        name = name == null ? "" : name;
    }
}
