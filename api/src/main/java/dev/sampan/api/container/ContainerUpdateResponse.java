package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What update answers; warnings are null when there are none. */
public record ContainerUpdateResponse(
        @JsonProperty("Warnings") @Nullable List<String> warnings) {}
