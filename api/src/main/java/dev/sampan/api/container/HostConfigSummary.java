package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.OmitEmpty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of HostConfig that a list shows. */
public record HostConfigSummary(
        @JsonProperty("NetworkMode") @OmitEmpty String networkMode,
        @JsonProperty("Annotations") @OmitEmpty @Nullable Map<String, String> annotations) {

    public HostConfigSummary {
        networkMode = networkMode == null ? "" : networkMode;
    }
}
