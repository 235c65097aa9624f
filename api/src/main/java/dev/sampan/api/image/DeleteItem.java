package dev.sampan.api.image;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.OmitNull;
import org.jspecify.annotations.Nullable;

/** A name or an image that is gone. */
public record DeleteItem(
        @JsonProperty("Deleted") @OmitNull @Nullable String deleted,
        @JsonProperty("Untagged") @OmitNull @Nullable String untagged) {}
