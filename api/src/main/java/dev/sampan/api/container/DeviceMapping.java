package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A device of the host made visible in a container; permissions are a subset of rwm. */
public record DeviceMapping(
        @JsonProperty("PathOnHost") String pathOnHost,
        @JsonProperty("PathInContainer") String pathInContainer,
        @JsonProperty("CgroupPermissions") String cgroupPermissions) {

    public DeviceMapping {
        pathOnHost = pathOnHost == null ? "" : pathOnHost;
        pathInContainer = pathInContainer == null ? "" : pathInContainer;
        cgroupPermissions = cgroupPermissions == null ? "" : cgroupPermissions;
    }
}
