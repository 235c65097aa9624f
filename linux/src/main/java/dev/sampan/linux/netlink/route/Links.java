package dev.sampan.linux.netlink.route;

import dev.sampan.linux.netlink.Attributes;
import dev.sampan.linux.netlink.MalformedNetlink;
import dev.sampan.linux.netlink.Message;
import dev.sampan.linux.netlink.NetlinkSocket;
import dev.sampan.linux.netlink.NetlinkWriter;
import dev.sampan.linux.netlink.Request;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Network interfaces: RTM_*LINK. Making one is {@link NewLink}. */
public final class Links {

    private static final int IFINFOMSG = 16;

    private Links() {}

    /**
     * An interface as it is.
     *
     * @param alias what {@link #alias} wrote on it, else empty
     */
    public record Link(
            int index, String name, String kind, String mac, int mtu, int master, boolean up, String alias) {}

    public static List<Link> list(NetlinkSocket socket) {
        return socket.dump(new Get("", 0)).stream().map(Links::read).toList();
    }

    /** Empty when there is none of this name. */
    public static Optional<Link> find(NetlinkSocket socket, String name) {
        try {
            return Optional.of(read(socket.get(new Get(name, 0))));
        } catch (ErrnoException e) {
            if (e.is(Errno.ENODEV)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** {@code ip link set NAME up}. */
    public static Request up(String name) {
        return new Change(Rtm.RTM_NEWLINK, name, Rtm.IFF_UP, Rtm.IFF_UP, none -> {}, "ip link set " + name + " up");
    }

    /** {@code ip link set NAME down}. */
    public static Request down(String name) {
        return new Change(Rtm.RTM_NEWLINK, name, 0, Rtm.IFF_UP, none -> {}, "ip link set " + name + " down");
    }

    /** No link-local IPv6 address appears when it comes up, hence no duplicate address detection and no multicast report. */
    public static Request withoutIpv6Addresses(String name) {
        return Change.set(
                name,
                "addrgenmode none",
                into -> into.attribute(
                        Rtm.IFLA_AF_SPEC,
                        families -> families.attribute(
                                Rtm.AF_INET6,
                                inet6 -> inet6.attributeU8(Rtm.IFLA_INET6_ADDR_GEN_MODE, Rtm.IN6_ADDR_GEN_MODE_NONE))));
    }

    /**
     * How a bridge treats one of its ports.
     *
     * @param isolated exchanges frames with the bridge itself only, not with other isolated ports; 4.18
     * @param hairpin may get back what came from it
     */
    public static Request bridgePort(String port, boolean isolated, boolean hairpin) {
        return Change.set(
                port,
                "type bridge_slave hairpin " + (hairpin ? "on" : "off") + " isolated " + (isolated ? "on" : "off"),
                into -> into.attribute(
                        Rtm.IFLA_LINKINFO,
                        info -> info.attribute(Rtm.IFLA_INFO_KIND, NewLink.unterminated("bridge_slave"))
                                .attribute(
                                        Rtm.IFLA_INFO_SLAVE_DATA,
                                        data -> data.attributeU8(Rtm.IFLA_BRPORT_MODE, hairpin ? 1 : 0)
                                                .attributeU8(Rtm.IFLA_BRPORT_ISOLATED, isolated ? 1 : 0))));
    }

    /** Makes an interface a port of a bridge, by the bridge's index. */
    public static Request master(String port, int index, String bridge) {
        return Change.set(port, "master " + bridge, into -> into.attributeU32(Rtm.IFLA_MASTER, index));
    }

    /** A text of up to 255 bytes that everybody sees in {@code ip link}: whose it is. */
    public static Request alias(String name, String text) {
        return Change.set(name, "alias '" + text + "'", into -> into.attribute(Rtm.IFLA_IFALIAS, text));
    }

    public static Request delete(String name) {
        return new Change(Rtm.RTM_DELLINK, name, 0, 0, none -> {}, "ip link delete " + name);
    }

    static Link read(Message message) {
        if (message.payload().length < IFINFOMSG) {
            throw new MalformedNetlink("a link of " + message.payload().length + " bytes");
        }
        var header = ByteBuffer.wrap(message.payload()).order(ByteOrder.nativeOrder());
        Attributes attributes = Attributes.read(message.payload(), IFINFOMSG);
        return new Link(
                header.getInt(4),
                attributes.string(Rtm.IFLA_IFNAME),
                attributes.nested(Rtm.IFLA_LINKINFO).string(Rtm.IFLA_INFO_KIND),
                attributes
                        .bytes(Rtm.IFLA_ADDRESS)
                        .map(HexFormat.ofDelimiter(":")::formatHex)
                        .orElse(""),
                attributes.u32(Rtm.IFLA_MTU),
                attributes.u32(Rtm.IFLA_MASTER),
                (header.getInt(8) & Rtm.IFF_UP) != 0,
                attributes.string(Rtm.IFLA_IFALIAS));
    }

    /** struct ifinfomsg. */
    static void header(NetlinkWriter into, int index, int flags, int change) {
        into.u8(Rtm.AF_UNSPEC).u8(0).u16(0).u32(index).u32(flags).u32(change);
    }

    private record Get(String name, int index) implements Request {
        @Override
        public int type() {
            return Rtm.RTM_GETLINK;
        }

        @Override
        public int flags() {
            return name.isEmpty() ? NLM_F_DUMP : 0;
        }

        @Override
        public void encode(NetlinkWriter into) {
            header(into, index, 0, 0);
            if (!name.isEmpty()) {
                into.attribute(Rtm.IFLA_IFNAME, name);
            }
        }

        @Override
        public String sameAs() {
            return "ip link show" + (name.isEmpty() ? "" : " " + name);
        }
    }

    /** Of the interface of this name: its flags, and what {@code attributes} adds to the name. */
    private record Change(int type, String name, int up, int changed, Consumer<NetlinkWriter> attributes, String sameAs)
            implements Request {

        static Change set(String name, String what, Consumer<NetlinkWriter> attributes) {
            return new Change(Rtm.RTM_NEWLINK, name, 0, 0, attributes, "ip link set " + name + " " + what);
        }

        @Override
        public int flags() {
            return 0;
        }

        @Override
        public void encode(NetlinkWriter into) {
            header(into, 0, up, changed);
            into.attribute(Rtm.IFLA_IFNAME, name);
            attributes.accept(into);
        }
    }
}
