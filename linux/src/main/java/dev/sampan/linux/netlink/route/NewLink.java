package dev.sampan.linux.netlink.route;

import dev.sampan.linux.netlink.NetlinkWriter;
import dev.sampan.linux.netlink.Request;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * RTM_NEWLINK: make a link, in one message with its master and its state.
 *
 * @param mac {@code 02:42:ac:11:00:02}, or empty: the kernel chooses
 * @param mtu 0: the kind's default
 * @param master its bridge, or {@link Master#NONE}
 * @param netns a descriptor of the namespace it is made in; -1: the socket's
 */
public record NewLink(String name, LinkKind kind, String mac, int mtu, Master master, int netns, boolean up)
        implements Request {

    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

    /** The kernel takes the index; the name is for the shell. */
    public record Master(int index, String name) {
        public static final Master NONE = new Master(0, "");
    }

    public static NewLink of(String name, LinkKind kind) {
        return new NewLink(name, kind, "", 0, Master.NONE, -1, false);
    }

    /** One end of a pair, to be made in another namespace. */
    public static NewLink peer(String name, int netns) {
        return new NewLink(name, new LinkKind.PeerEnd(), "", 0, Master.NONE, netns, false);
    }

    public NewLink withMac(String address) {
        return new NewLink(name, kind, address, mtu, master, netns, up);
    }

    public NewLink withMtu(int bytes) {
        return new NewLink(name, kind, mac, bytes, master, netns, up);
    }

    public NewLink withMaster(int index, String bridge) {
        return new NewLink(name, kind, mac, mtu, new Master(index, bridge), netns, up);
    }

    public NewLink brought(boolean toUp) {
        return new NewLink(name, kind, mac, mtu, master, netns, toUp);
    }

    @Override
    public int type() {
        return Rtm.RTM_NEWLINK;
    }

    @Override
    public int flags() {
        return NLM_F_CREATE | NLM_F_EXCL;
    }

    @Override
    public void encode(NetlinkWriter into) {
        Links.header(into, 0, up ? Rtm.IFF_UP : 0, up ? Rtm.IFF_UP : 0);
        if (!mac.isEmpty()) {
            into.attribute(Rtm.IFLA_ADDRESS, COLONS.parseHex(mac));
        }
        if (mtu > 0) {
            into.attributeU32(Rtm.IFLA_MTU, mtu);
        }
        into.attribute(Rtm.IFLA_IFNAME, name);
        if (master.index() > 0) {
            into.attributeU32(Rtm.IFLA_MASTER, master.index());
        }
        if (netns >= 0) {
            into.attributeU32(Rtm.IFLA_NET_NS_FD, netns);
        }
        if (!kind.kind().isEmpty()) {
            into.attribute(Rtm.IFLA_LINKINFO, info -> {
                info.attribute(Rtm.IFLA_INFO_KIND, unterminated(kind.kind()));
                kind.encode(info);
            });
        }
    }

    @Override
    public String sameAs() {
        String add = "ip link add" + properties() + " type " + kind.kind() + kind.options();
        return up ? add + " && ip link set " + name + " up" : add;
    }

    /** ip leaves the NUL out of kinds, and the kernel takes either. */
    static byte[] unterminated(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    String properties() {
        return " name " + name
                + (mac.isEmpty() ? "" : " address " + mac)
                + (mtu == 0 ? "" : " mtu " + mtu)
                + (master.index() == 0 ? "" : " master " + master.name())
                + (netns < 0 ? "" : " netns $PID");
    }
}
