package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;

/** One address of the host on which a container's port is published; an empty port means any free one. */
public record PortBinding(
        @JsonProperty("HostIp") String hostIp,
        @JsonProperty("HostPort") String hostPort) {

    public PortBinding {
        hostIp = hostIp == null ? "" : hostIp;
        hostPort = hostPort == null ? "" : hostPort;
    }
}
