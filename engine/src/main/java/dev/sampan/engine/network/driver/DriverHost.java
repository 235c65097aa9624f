package dev.sampan.engine.network.driver;

import dev.sampan.engine.network.NetworkDefaults;
import dev.sampan.engine.network.firewall.Firewall;
import dev.sampan.linux.netlink.NetlinkSocket;

/**
 * What drivers share on one host.
 *
 * @param route a NETLINK_ROUTE socket in the daemon's network namespace
 * @param owner names this engine among all: {@link dev.sampan.engine.network.NetworkStore#owner}
 */
public record DriverHost(NetlinkSocket route, Firewall firewall, NetworkDefaults defaults, String owner)
        implements AutoCloseable {

    /** What is in the kernel stays. */
    @Override
    public void close() {
        firewall.close();
        route.close();
    }
}
