package dev.sampan.api.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.OmitEmpty;
import java.util.Map;

/**
 * One line of the event stream.
 *
 * @param status with id and from: what clients before API 1.52 read
 * @param time in seconds since the epoch
 */
public record EventMessage(
        @JsonProperty("status") @OmitEmpty String status,
        @JsonProperty("id") @OmitEmpty String id,
        @JsonProperty("from") @OmitEmpty String from,
        @JsonProperty("Type") String type,
        @JsonProperty("Action") String action,
        @JsonProperty("Actor") Actor actor,
        @JsonProperty("scope") @OmitEmpty String scope,
        @JsonProperty("time") @OmitEmpty long time,
        @JsonProperty("timeNano") @OmitEmpty long timeNano) {

    /** What it happened to. */
    public record Actor(
            @JsonProperty("ID") String id,
            @JsonProperty("Attributes") Map<String, String> attributes) {}
}
