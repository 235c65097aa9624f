package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.OmitEmpty;

/** A bind, volume or tmpfs as the container has it. */
public record MountPoint(
        @JsonProperty("Type") @OmitEmpty String type,
        @JsonProperty("Name") @OmitEmpty String name,
        @JsonProperty("Source") String source,
        @JsonProperty("Destination") String destination,
        @JsonProperty("Driver") @OmitEmpty String driver,
        @JsonProperty("Mode") String mode,
        @JsonProperty("RW") boolean rw,
        @JsonProperty("Propagation") String propagation) {

    public MountPoint {
        type = type == null ? "" : type;
        name = name == null ? "" : name;
        source = source == null ? "" : source;
        destination = destination == null ? "" : destination;
        driver = driver == null ? "" : driver;
        mode = mode == null ? "" : mode;
        propagation = propagation == null ? "" : propagation;
    }
}
