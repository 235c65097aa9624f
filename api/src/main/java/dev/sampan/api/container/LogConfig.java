package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The log driver and its options. */
public record LogConfig(
        @JsonProperty("Type") String type,
        @JsonProperty("Config") @Nullable Map<String, String> config) {

    public LogConfig {
        type = type == null ? "" : type;
    }
}
