package dev.sampan.engine.network;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * The daemon's choices for its networks.
 *
 * @param bridge device name of the default network; several daemons on one host have different ones. At most 15 bytes
 * @param bip address and prefix of that device; empty takes the first free one of {@code pools}
 * @param pools where networks without a subnet get theirs
 * @param icc whether containers of the default network reach each other
 * @param hostAddress where ports without a host address are published: 0.0.0.0 unless configured
 */
public record NetworkDefaults(
        String bridge,
        Optional<Cidr> bip,
        List<AddressPool> pools,
        boolean icc,
        boolean masquerade,
        int mtu,
        InetAddress hostAddress) {

    /** {@code base} cut into subnets of {@code size} bits each. */
    public record AddressPool(Cidr base, int size) {}

    /** Docker's: 172.17.0.0/16 up to 172.31.0.0/16, then 192.168.0.0/20 and its followers. */
    public static final List<AddressPool> DEFAULT_POOLS = List.of(
            new AddressPool(Cidr.parse("172.17.0.0/16"), 16),
            new AddressPool(Cidr.parse("172.18.0.0/16"), 16),
            new AddressPool(Cidr.parse("172.19.0.0/16"), 16),
            new AddressPool(Cidr.parse("172.20.0.0/14"), 16),
            new AddressPool(Cidr.parse("172.24.0.0/14"), 16),
            new AddressPool(Cidr.parse("172.28.0.0/14"), 16),
            new AddressPool(Cidr.parse("192.168.0.0/16"), 20));

    public static NetworkDefaults defaults(String bridge) {
        return new NetworkDefaults(
                bridge, Optional.empty(), DEFAULT_POOLS, true, true, 1500, InetAddress.ofLiteral("0.0.0.0"));
    }

    public NetworkDefaults withBip(Cidr address) {
        return new NetworkDefaults(bridge, Optional.of(address), pools, icc, masquerade, mtu, hostAddress);
    }
}
