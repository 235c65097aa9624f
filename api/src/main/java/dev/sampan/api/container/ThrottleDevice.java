package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A block device and its limit, in bytes or operations per second. */
public record ThrottleDevice(
        @JsonProperty("Path") String path,
        @JsonProperty("Rate") long rate) {

    public ThrottleDevice {
        path = path == null ? "" : path;
    }
}
