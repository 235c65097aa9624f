package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A container's sandbox, its published ports, and its endpoints by network name. */
public record NetworkSettings(
        @JsonProperty("SandboxID") String sandboxId,
        @JsonProperty("SandboxKey") String sandboxKey,
        @JsonProperty("Ports") @Nullable Map<String, List<PortBinding>> ports,
        @JsonProperty("Networks") @Nullable Map<String, EndpointSettings> networks) {

    public NetworkSettings {
        sandboxId = sandboxId == null ? "" : sandboxId;
        sandboxKey = sandboxKey == null ? "" : sandboxKey;
    }
}
