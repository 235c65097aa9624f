package dev.sampan.api.logs;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.OmitEmpty;
import java.util.List;

/** One line of a log as JSON, since API 1.54. */
public record LogLine(
        @JsonProperty("Timestamp") String timestamp,
        @JsonProperty("Source") String source,
        @JsonProperty("Line") String line,
        @JsonProperty("Attrs") @OmitEmpty List<Attribute> attributes) {

    /** What the log options {@code labels} and {@code env} picked. */
    public record Attribute(
            @JsonProperty("Key") String key,
            @JsonProperty("Value") String value) {}
}
