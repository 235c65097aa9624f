package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The networks a container joins, by name or id. */
public record NetworkingConfig(
        @JsonProperty("EndpointsConfig") @Nullable Map<String, EndpointSettings> endpointsConfig) {}
