package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.OmitEmpty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How to test that a container works. Durations are nanoseconds; 0 inherits. */
public record HealthConfig(
        @JsonProperty("Test") @OmitEmpty @Nullable List<String> test,
        @JsonProperty("Interval") @OmitEmpty long interval,
        @JsonProperty("Timeout") @OmitEmpty long timeout,
        @JsonProperty("StartPeriod") @OmitEmpty long startPeriod,
        @JsonProperty("StartInterval") @OmitEmpty long startInterval,
        @JsonProperty("Retries") @OmitEmpty int retries) {}
