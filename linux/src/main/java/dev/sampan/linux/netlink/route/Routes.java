package dev.sampan.linux.netlink.route;

import dev.sampan.linux.netlink.Attributes;
import dev.sampan.linux.netlink.MalformedNetlink;
import dev.sampan.linux.netlink.Message;
import dev.sampan.linux.netlink.NetlinkSocket;
import dev.sampan.linux.netlink.NetlinkWriter;
import dev.sampan.linux.netlink.Request;
import java.net.InetAddress;
import java.util.List;

/** Routes: RTM_*ROUTE. */
public final class Routes {

    private static final int RTMSG = 12;
    private static final byte[] ANY4 = new byte[4];
    private static final byte[] ANY6 = new byte[16];

    private Routes() {}

    /** A route's destination, 0.0.0.0/0 for the default one, and the index of the interface it leaves by. */
    public record Route(InetAddress destination, int prefix, int link, int table) {}

    /** All tables' unicast routes. */
    public static List<Route> list(NetlinkSocket socket) {
        return socket.dump(new Get()).stream()
                .filter(message -> message.payload().length < RTMSG || message.payload()[7] == Rtm.RTN_UNICAST)
                .map(Routes::read)
                .toList();
    }

    /** {@code ip route add default via GATEWAY}. */
    public static Request addDefault(InetAddress gateway, String name, int link) {
        return new AddDefault(gateway, name, link);
    }

    static Route read(Message message) {
        byte[] payload = message.payload();
        if (payload.length < RTMSG) {
            throw new MalformedNetlink("a route of " + payload.length + " bytes");
        }
        Attributes attributes = Attributes.read(payload, RTMSG);
        byte[] any = payload[0] == Rtm.AF_INET6 ? ANY6 : ANY4;
        return new Route(
                Addresses.address(attributes.bytes(Rtm.RTA_DST).orElse(any)),
                Byte.toUnsignedInt(payload[1]),
                attributes.u32(Rtm.RTA_OIF),
                attributes.has(Rtm.RTA_TABLE) ? attributes.u32(Rtm.RTA_TABLE) : Byte.toUnsignedInt(payload[4]));
    }

    /** struct rtmsg. */
    private static void header(NetlinkWriter into, int family, int table, int protocol, int type) {
        into.u8(family)
                .u8(0)
                .u8(0)
                .u8(0)
                .u8(table)
                .u8(protocol)
                .u8(Rtm.RT_SCOPE_UNIVERSE)
                .u8(type)
                .u32(0);
    }

    private record Get() implements Request {
        @Override
        public int type() {
            return Rtm.RTM_GETROUTE;
        }

        @Override
        public int flags() {
            return NLM_F_DUMP;
        }

        @Override
        public void encode(NetlinkWriter into) {
            header(into, Rtm.AF_UNSPEC, 0, 0, 0);
        }

        @Override
        public String sameAs() {
            return "ip route show table all";
        }
    }

    private record AddDefault(InetAddress gateway, String name, int link) implements Request {
        @Override
        public int type() {
            return Rtm.RTM_NEWROUTE;
        }

        @Override
        public int flags() {
            return NLM_F_CREATE | NLM_F_EXCL;
        }

        @Override
        public void encode(NetlinkWriter into) {
            header(into, Addresses.family(gateway), Rtm.RT_TABLE_MAIN, Rtm.RTPROT_BOOT, Rtm.RTN_UNICAST);
            into.attribute(Rtm.RTA_GATEWAY, gateway.getAddress()).attributeU32(Rtm.RTA_OIF, link);
        }

        @Override
        public String sameAs() {
            return "ip route add default via " + gateway.getHostAddress() + " dev " + name;
        }
    }
}
