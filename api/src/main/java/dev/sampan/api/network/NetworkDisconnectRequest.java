package dev.sampan.api.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /networks/x/disconnect}. */
public record NetworkDisconnectRequest(
        @JsonProperty("Container") @Nullable String container,
        @JsonProperty("Force") boolean force) {}
