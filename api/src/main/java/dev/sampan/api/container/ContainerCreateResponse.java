package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What create answers; warnings are never null. */
public record ContainerCreateResponse(
        @JsonProperty("Id") String id,
        @JsonProperty("Warnings") @Nullable List<String> warnings) {

    public ContainerCreateResponse {
        id = id == null ? "" : id;
    }
}
