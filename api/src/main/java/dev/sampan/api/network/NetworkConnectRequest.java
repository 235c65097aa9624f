package dev.sampan.api.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.container.EndpointSettings;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /networks/x/connect}. */
public record NetworkConnectRequest(
        @JsonProperty("Container") @Nullable String container,
        @JsonProperty("EndpointConfig") @Nullable EndpointSettings endpointConfig) {}
