package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.OmitEmpty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Addresses a client wants for an endpoint. */
public record EndpointIpamConfig(
        @JsonProperty("IPv4Address") @OmitEmpty String ipv4Address,
        @JsonProperty("IPv6Address") @OmitEmpty String ipv6Address,
        @JsonProperty("LinkLocalIPs") @OmitEmpty @Nullable List<String> linkLocalIps) {

    public EndpointIpamConfig {
        ipv4Address = ipv4Address == null ? "" : ipv4Address;
        ipv6Address = ipv6Address == null ? "" : ipv6Address;
    }
}
