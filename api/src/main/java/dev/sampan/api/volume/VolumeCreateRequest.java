package dev.sampan.api.volume;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /volumes/create}; without a name it is an anonymous one. */
public record VolumeCreateRequest(
        @JsonProperty("Name") @Nullable String name,
        @JsonProperty("Driver") @Nullable String driver,
        @JsonProperty("DriverOpts") @Nullable Map<String, String> driverOptions,
        @JsonProperty("Labels") @Nullable Map<String, String> labels) {}
