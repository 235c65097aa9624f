package dev.sampan.linux.netlink.route;

import dev.sampan.linux.netlink.NetlinkWriter;
import dev.sampan.linux.netlink.Request;
import java.net.InetAddress;

/** Who has which address on a link: RTM_*NEIGH, the ARP table. */
public final class Neighbours {

    private Neighbours() {}

    /** Forgets what was learned, so that the next packet asks again. ENOENT when nothing was known. */
    public static Request forget(InetAddress address, String name, int link) {
        return new Forget(address, name, link);
    }

    private record Forget(InetAddress address, String name, int link) implements Request {
        @Override
        public int type() {
            return Rtm.RTM_DELNEIGH;
        }

        @Override
        public int flags() {
            return 0;
        }

        @Override
        public void encode(NetlinkWriter into) {
            into.u8(Addresses.family(address))
                    .u8(0)
                    .u16(0)
                    .u32(link)
                    .u16(0)
                    .u8(0)
                    .u8(0);
            into.attribute(Rtm.NDA_DST, address.getAddress());
        }

        @Override
        public String sameAs() {
            return "ip neighbour delete " + address.getHostAddress() + " dev " + name;
        }
    }
}
