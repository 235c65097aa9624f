package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.OmitEmpty;

/** One port of a listed container. */
public record PortSummary(
        @JsonProperty("IP") @OmitEmpty String ip,
        @JsonProperty("PrivatePort") int privatePort,
        @JsonProperty("PublicPort") @OmitEmpty int publicPort,
        @JsonProperty("Type") String type) {

    public PortSummary {
        ip = ip == null ? "" : ip;
        type = type == null ? "" : type;
    }
}
