package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.OmitEmpty;
import org.jspecify.annotations.Nullable;

/** How a container ended. */
public record ContainerWaitResponse(
        @JsonProperty("StatusCode") long statusCode,
        @JsonProperty("Error") @OmitEmpty @Nullable ContainerWaitExitError error) {}
