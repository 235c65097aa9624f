package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The processes of a container, as ps prints them. */
public record ContainerTopResponse(
        @JsonProperty("Titles") @Nullable List<String> titles,
        @JsonProperty("Processes") @Nullable List<List<String>> processes) {}
