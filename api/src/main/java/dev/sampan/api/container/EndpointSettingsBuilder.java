package dev.sampan.api.container;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** EndpointSettings with its fields open for change: set some, then {@link #build}. */
public final class EndpointSettingsBuilder {
    public @Nullable EndpointIpamConfig ipamConfig;
    public @Nullable List<String> links;
    public @Nullable List<String> aliases;
    public @Nullable Map<String, String> driverOpts;
    public int gwPriority;
    public String networkId;
    public String endpointId;
    public String gateway;
    public String ipAddress;
    public String macAddress;
    public int ipPrefixLen;
    public String ipv6Gateway;
    public String globalIpv6Address;
    public int globalIpv6PrefixLen;
    public @Nullable List<String> dnsNames;

    EndpointSettingsBuilder(EndpointSettings from) {
        ipamConfig = from.ipamConfig();
        links = from.links();
        aliases = from.aliases();
        driverOpts = from.driverOpts();
        gwPriority = from.gwPriority();
        networkId = from.networkId();
        endpointId = from.endpointId();
        gateway = from.gateway();
        ipAddress = from.ipAddress();
        macAddress = from.macAddress();
        ipPrefixLen = from.ipPrefixLen();
        ipv6Gateway = from.ipv6Gateway();
        globalIpv6Address = from.globalIpv6Address();
        globalIpv6PrefixLen = from.globalIpv6PrefixLen();
        dnsNames = from.dnsNames();
    }

    public EndpointSettings build() {
        return new EndpointSettings(
                ipamConfig,
                links,
                aliases,
                driverOpts,
                gwPriority,
                networkId,
                endpointId,
                gateway,
                ipAddress,
                macAddress,
                ipPrefixLen,
                ipv6Gateway,
                globalIpv6Address,
                globalIpv6PrefixLen,
                dnsNames);
    }
}
