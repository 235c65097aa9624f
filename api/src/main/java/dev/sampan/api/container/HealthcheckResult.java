package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;

/** One run of a health test. */
public record HealthcheckResult(
        @JsonProperty("Start") String start,
        @JsonProperty("End") String end,
        @JsonProperty("ExitCode") int exitCode,
        @JsonProperty("Output") String output) {

    public HealthcheckResult {
        start = start == null ? "" : start;
        end = end == null ? "" : end;
        output = output == null ? "" : output;
    }
}
