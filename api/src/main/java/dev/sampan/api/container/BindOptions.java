package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.OmitEmpty;

/** Options of a bind mount. */
public record BindOptions(
        @JsonProperty("Propagation") @OmitEmpty String propagation,
        @JsonProperty("NonRecursive") @OmitEmpty boolean nonRecursive,
        @JsonProperty("CreateMountpoint") @OmitEmpty boolean createMountpoint,
        @JsonProperty("ReadOnlyNonRecursive") @OmitEmpty boolean readOnlyNonRecursive,
        @JsonProperty("ReadOnlyForceRecursive") @OmitEmpty boolean readOnlyForceRecursive) {

    public BindOptions {
        propagation = propagation == null ? "" : propagation;
    }
}
