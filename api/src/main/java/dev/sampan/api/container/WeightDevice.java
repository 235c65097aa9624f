package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A block device and its share of input and output. */
public record WeightDevice(
        @JsonProperty("Path") String path,
        @JsonProperty("Weight") int weight) {

    public WeightDevice {
        path = path == null ? "" : path;
    }
}
