package dev.sampan.api.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.OmitEmpty;
import dev.sampan.api.OmitNull;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A network, as list and inspect show it.
 *
 * @param containers null in a list
 * @param status null in a list and before API 1.52
 */
public record NetworkInspect(
        @JsonProperty("Name") String name,
        @JsonProperty("Id") String id,
        @JsonProperty("Created") String created,
        @JsonProperty("Scope") String scope,
        @JsonProperty("Driver") String driver,
        @JsonProperty("EnableIPv4") boolean enableIPv4,
        @JsonProperty("EnableIPv6") boolean enableIPv6,
        @JsonProperty("IPAM") Ipam ipam,
        @JsonProperty("Internal") boolean internal,
        @JsonProperty("Attachable") boolean attachable,
        @JsonProperty("Ingress") boolean ingress,
        @JsonProperty("ConfigFrom") ConfigFrom configFrom,
        @JsonProperty("ConfigOnly") boolean configOnly,
        @JsonProperty("Containers") @OmitNull @Nullable Map<String, Attached> containers,
        @JsonProperty("Options") Map<String, String> options,
        @JsonProperty("Labels") Map<String, String> labels,
        @JsonProperty("Status") @OmitNull @Nullable Status status) {

    /** Another network whose settings are taken: not supported here, shown empty as Docker does. */
    public record ConfigFrom(@JsonProperty("Network") String network) {}

    /** Where addresses come from. */
    public record Ipam(
            @JsonProperty("Driver") String driver,
            @JsonProperty("Options") @Nullable Map<String, String> options,
            @JsonProperty("Config") @Nullable List<Pool> config) {}

    /** One range of addresses. */
    public record Pool(
            @JsonProperty("Subnet") @OmitEmpty String subnet,
            @JsonProperty("IPRange") @OmitEmpty String ipRange,
            @JsonProperty("Gateway") @OmitEmpty String gateway) {}

    /** A container on the network. */
    public record Attached(
            @JsonProperty("Name") String name,
            @JsonProperty("EndpointID") String endpointId,
            @JsonProperty("MacAddress") String macAddress,
            @JsonProperty("IPv4Address") String ipv4Address,
            @JsonProperty("IPv6Address") String ipv6Address) {}

    /** How full the ranges are. */
    public record Status(@JsonProperty("IPAM") IpamStatus ipam) {}

    /** By subnet; absent where there is none. */
    public record IpamStatus(
            @JsonProperty("Subnets") @OmitEmpty Map<String, SubnetStatus> subnets) {}

    /** Counts of addresses. */
    public record SubnetStatus(
            @JsonProperty("IPsInUse") long ipsInUse,
            @JsonProperty("DynamicIPsAvailable") long dynamicIpsAvailable) {}
}
