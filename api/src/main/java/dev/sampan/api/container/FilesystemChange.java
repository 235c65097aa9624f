package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;

/** One path of {@code GET /containers/{id}/changes}. Kind is 0 for modified, 1 for added, 2 for deleted. */
public record FilesystemChange(
        @JsonProperty("Kind") int kind,
        @JsonProperty("Path") String path) {}
