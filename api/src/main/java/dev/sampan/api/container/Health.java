package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last results of a container's health test, oldest first. */
public record Health(
        @JsonProperty("Status") String status,
        @JsonProperty("FailingStreak") int failingStreak,
        @JsonProperty("Log") @Nullable List<HealthcheckResult> log) {

    public Health {
        status = status == null ? "" : status;
    }
}
