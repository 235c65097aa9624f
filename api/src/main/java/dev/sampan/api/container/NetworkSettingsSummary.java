package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The networks of a listed container. */
public record NetworkSettingsSummary(
        @JsonProperty("Networks") @Nullable Map<String, EndpointSettings> networks) {}
