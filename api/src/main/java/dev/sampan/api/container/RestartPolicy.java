package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;

/** When a container that ended is started again. */
public record RestartPolicy(
        @JsonProperty("Name") String name,
        @JsonProperty("MaximumRetryCount") int maximumRetryCount) {

    public RestartPolicy {
        name = name == null ? "" : name;
    }
}
