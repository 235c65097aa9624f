package dev.sampan.engine.container.check;

import dev.sampan.api.container.EndpointIpamConfig;
import dev.sampan.api.container.EndpointSettings;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.NotImplemented;
import dev.sampan.engine.network.Network;
import dev.sampan.engine.network.Networks;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a request may want of one network. All faults of one endpoint are told together. */
public final class CheckEndpoint {

    private static final Pattern MAC = Pattern.compile("([0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}");

    /** Docker's own; it ignores others. */
    private static final Set<String> ENDPOINT_OPTIONS =
            Set.of("com.docker.network.endpoint.sysctls", "com.docker.network.endpoint.ifname");

    private CheckEndpoint() {}

    public static void check(String name, EndpointSettings settings, Networks networks) {
        var faults = new ArrayList<String>();
        Optional<Network> network = networks.find(name);
        EndpointIpamConfig ipam = settings.ipamConfig();
        if (ipam != null) {
            boolean addresses =
                    !ipam.ipv4Address().isEmpty() || !ipam.ipv6Address().isEmpty();
            if (addresses && network.map(Network::isPredefined).orElse(false)) {
                faults.add("user-specified IP address is supported on user-defined networks only");
            }
            address(ipam.ipv4Address(), true, network, faults);
            address(ipam.ipv6Address(), false, network, faults);
            if (ipam.linkLocalIps() != null) {
                ipam.linkLocalIps().stream()
                        .filter(ip -> parse(ip).isAnyLocalAddress())
                        .forEach(ip -> faults.add("invalid link-local IP address: " + ip));
            }
        }
        boolean aliases = settings.aliases() != null && !settings.aliases().isEmpty();
        if (aliases && network.map(Network::isPredefined).orElse(false)) {
            faults.add("network-scoped aliases are only supported for user-defined networks");
        }
        if (!settings.macAddress().isEmpty()
                && !MAC.matcher(settings.macAddress()).matches()) {
            throw new InvalidRequest("address " + settings.macAddress() + ": invalid MAC address");
        }
        if (!faults.isEmpty()) {
            throw new InvalidRequest(
                    "invalid config for network " + name + ": invalid endpoint settings:\n" + joined(faults));
        }
        refuseWhatHasNoEffect(settings);
    }

    private static void refuseWhatHasNoEffect(EndpointSettings settings) {
        EndpointIpamConfig ipam = settings.ipamConfig();
        if (ipam != null && ipam.linkLocalIps() != null && !ipam.linkLocalIps().isEmpty()) {
            throw new NotImplemented("link-local addresses of an endpoint are not supported yet");
        }
        if (settings.driverOpts() != null) {
            settings.driverOpts().keySet().stream()
                    .filter(ENDPOINT_OPTIONS::contains)
                    .findFirst()
                    .ifPresent(option -> {
                        throw new NotImplemented("the endpoint option " + option + " is not supported yet");
                    });
        }
    }

    private static void address(String text, boolean four, Optional<Network> network, List<String> faults) {
        if (text.isEmpty()) {
            return;
        }
        InetAddress address = parse(text);
        if (address instanceof Inet4Address != four || address.isAnyLocalAddress()) {
            faults.add("invalid " + (four ? "IPv4" : "IPv6") + " address: " + text);
        } else if (network.isPresent()
                && network.get().pools().stream()
                        .noneMatch(pool -> pool.subnet().contains(address))) {
            faults.add("no configured subnet contains IP address " + text);
        }
    }

    private static InetAddress parse(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequest("invalid JSON: ParseAddr(\"" + text + "\"): unable to parse IP", e);
        }
    }

    private static String joined(List<String> faults) {
        return faults.size() == 1 ? faults.getFirst() : "* " + String.join("\n* ", faults);
    }
}
