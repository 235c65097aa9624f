package dev.sampan.api.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.OmitNull;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /networks/create}. */
public record NetworkCreateRequest(
        @JsonProperty("Name") @Nullable String name,
        @JsonProperty("Driver") @Nullable String driver,
        @JsonProperty("Scope") @Nullable String scope,
        @JsonProperty("EnableIPv4") @OmitNull @Nullable Boolean enableIPv4,
        @JsonProperty("EnableIPv6") @OmitNull @Nullable Boolean enableIPv6,
        @JsonProperty("Internal") boolean internal,
        @JsonProperty("Attachable") boolean attachable,
        @JsonProperty("Options") @Nullable Map<String, String> options,
        @JsonProperty("Labels") @Nullable Map<String, String> labels) {}
