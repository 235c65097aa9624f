package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.OmitEmpty;
import org.jspecify.annotations.Nullable;

/** Where a container's file system comes from. */
public record Storage(
        @JsonProperty("RootFS") @OmitEmpty @Nullable Object rootFs) {}
