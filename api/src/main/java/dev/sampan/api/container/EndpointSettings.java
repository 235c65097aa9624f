package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A container's place in one network: what was asked for, and once it runs, what it got. */
public record EndpointSettings(
        @JsonProperty("IPAMConfig") @Nullable EndpointIpamConfig ipamConfig,
        @JsonProperty("Links") @Nullable List<String> links,
        @JsonProperty("Aliases") @Nullable List<String> aliases,
        @JsonProperty("DriverOpts") @Nullable Map<String, String> driverOpts,
        @JsonProperty("GwPriority") int gwPriority,
        @JsonProperty("NetworkID") String networkId,
        @JsonProperty("EndpointID") String endpointId,
        @JsonProperty("Gateway") String gateway,
        @JsonProperty("IPAddress") String ipAddress,
        @JsonProperty("MacAddress") String macAddress,
        @JsonProperty("IPPrefixLen") int ipPrefixLen,
        @JsonProperty("IPv6Gateway") String ipv6Gateway,
        @JsonProperty("GlobalIPv6Address") String globalIpv6Address,
        @JsonProperty("GlobalIPv6PrefixLen") int globalIpv6PrefixLen,
        @JsonProperty("DNSNames") @Nullable List<String> dnsNames) {

    public EndpointSettings {
        networkId = networkId == null ? "" : networkId;
        endpointId = endpointId == null ? "" : endpointId;
        gateway = gateway == null ? "" : gateway;
        ipAddress = ipAddress == null ? "" : ipAddress;
        macAddress = macAddress == null ? "" : macAddress;
        ipv6Gateway = ipv6Gateway == null ? "" : ipv6Gateway;
        globalIpv6Address = globalIpv6Address == null ? "" : globalIpv6Address;
    }

    /** A copy to change. */
    public EndpointSettingsBuilder edit() {
        return new EndpointSettingsBuilder(this);
    }
}
