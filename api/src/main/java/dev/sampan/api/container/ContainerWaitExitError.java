package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.OmitEmpty;

/** Why waiting for a container failed. */
public record ContainerWaitExitError(
        @JsonProperty("Message") @OmitEmpty String message) {

    public ContainerWaitExitError {
        message = message == null ? "" : message;
    }
}
