package dev.sampan.engine.network.driver;

import dev.sampan.engine.network.Network;
import dev.sampan.engine.network.NetworkDefaults;
import java.net.InetAddress;
import java.util.Map;
import java.util.TreeMap;

/** What {@code docker network create -o} says of a bridge, under Docker's names. */
record BridgeOptions(String name, boolean icc, boolean masquerade, int mtu, InetAddress hostAddress) {

    static final String NAME = "com.docker.network.bridge.name";
    static final String ICC = "com.docker.network.bridge.enable_icc";
    static final String MASQUERADE = "com.docker.network.bridge.enable_ip_masquerade";
    static final String HOST_ADDRESS = "com.docker.network.bridge.host_binding_ipv4";
    static final String MTU = "com.docker.network.driver.mtu";
    static final String DEFAULT_BRIDGE = "com.docker.network.bridge.default_bridge";

    /** Options that are not there have Docker's defaults; a bridge without a name is called after its network's id. */
    static BridgeOptions of(Network network) {
        Map<String, String> options = network.options();
        return new BridgeOptions(
                options.getOrDefault(NAME, "br-" + network.id().substring(0, 12)),
                Boolean.parseBoolean(options.getOrDefault(ICC, "true")),
                Boolean.parseBoolean(options.getOrDefault(MASQUERADE, "true")),
                Integer.parseInt(options.getOrDefault(MTU, "1500")),
                InetAddress.ofLiteral(options.getOrDefault(HOST_ADDRESS, "0.0.0.0")));
    }

    /** The options of the network named bridge, in the order in which they are listed. */
    static Map<String, String> ofDefaultBridge(NetworkDefaults defaults) {
        return new TreeMap<>(Map.of(
                DEFAULT_BRIDGE, "true",
                ICC, Boolean.toString(defaults.icc()),
                MASQUERADE, Boolean.toString(defaults.masquerade()),
                HOST_ADDRESS, defaults.hostAddress().getHostAddress(),
                NAME, defaults.bridge(),
                MTU, Integer.toString(defaults.mtu())));
    }
}
