package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The part of Health that a list shows. */
public record HealthSummary(
        @JsonProperty("Status") String status,
        @JsonProperty("FailingStreak") int failingStreak) {

    public HealthSummary {
        status = status == null ? "" : status;
    }
}
