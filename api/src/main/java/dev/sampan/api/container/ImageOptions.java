package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.OmitEmpty;

/** Options of an image mount. */
public record ImageOptions(
        @JsonProperty("Subpath") @OmitEmpty String subpath) {

    public ImageOptions {
        subpath = subpath == null ? "" : subpath;
    }
}
