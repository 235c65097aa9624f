package dev.sampan.linux.netlink.conntrack;

import dev.sampan.linux.netlink.Attributes;
import dev.sampan.linux.netlink.MalformedNetlink;
import dev.sampan.linux.netlink.Message;
import dev.sampan.linux.netlink.NetlinkSocket;
import dev.sampan.linux.netlink.NetlinkWriter;
import dev.sampan.linux.netlink.Request;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Predicate;

/** Followed IPv4 flows: NFNL_SUBSYS_CTNETLINK. The socket is one of NETLINK_NETFILTER. */
public final class Flows {

    private static final int CTNETLINK = 1 << 8;
    private static final int IPCTNL_MSG_CT_GET = 1;
    private static final int IPCTNL_MSG_CT_DELETE = 2;
    private static final int NFGENMSG = 4;
    private static final int AF_INET = 2;
    private static final int CTA_TUPLE_ORIG = 1;
    private static final int CTA_TUPLE_IP = 1;
    private static final int CTA_TUPLE_PROTO = 2;
    private static final int CTA_IP_V4_DST = 2;
    private static final int CTA_PROTO_NUM = 1;
    private static final int CTA_PROTO_DST_PORT = 3;

    private Flows() {}

    /**
     * Where a flow's first packet wanted to go.
     *
     * @param protocol IPPROTO_UDP and so on
     * @param port 0 for protocols without
     * @param tuple the kernel's own description, by which it finds the flow again
     */
    public record Flow(int protocol, InetAddress destination, int port, byte[] tuple) {}

    public static List<Flow> list(NetlinkSocket socket) {
        return socket.dump(new Get()).stream().map(Flows::read).toList();
    }

    /** The next packet of each such flow is looked at as a first one. */
    public static void forget(NetlinkSocket socket, Predicate<Flow> which) {
        for (Flow flow : list(socket)) {
            if (which.test(flow)) {
                forget(socket, flow);
            }
        }
    }

    private static void forget(NetlinkSocket socket, Flow flow) {
        try {
            socket.execute(new Delete(flow));
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOENT)) { // it timed out meanwhile
                throw e;
            }
        }
    }

    static Flow read(Message message) {
        if (message.payload().length < NFGENMSG) {
            throw new MalformedNetlink("a flow of " + message.payload().length + " bytes");
        }
        Attributes attributes = Attributes.read(message.payload(), NFGENMSG);
        Attributes original = attributes.nested(CTA_TUPLE_ORIG);
        Attributes protocol = original.nested(CTA_TUPLE_PROTO);
        return new Flow(
                protocol.bytes(CTA_PROTO_NUM).map(Flows::number).orElse(0),
                address(original.nested(CTA_TUPLE_IP).bytes(CTA_IP_V4_DST).orElse(new byte[4])),
                protocol.bytes(CTA_PROTO_DST_PORT).map(Flows::number).orElse(0),
                attributes.bytes(CTA_TUPLE_ORIG).orElse(new byte[0]));
    }

    private static int number(byte[] bytes) {
        int number = 0;
        for (byte b : bytes) {
            number = number << 8 | b & 0xff;
        }
        return number;
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new MalformedNetlink("an address of " + bytes.length + " bytes");
        }
    }

    private record Get() implements Request {
        @Override
        public int type() {
            return CTNETLINK | IPCTNL_MSG_CT_GET;
        }

        @Override
        public int flags() {
            return NLM_F_DUMP;
        }

        @Override
        public void encode(NetlinkWriter into) {
            into.u8(AF_INET).u8(0).u16(0);
        }

        @Override
        public String sameAs() {
            return "conntrack -L -f ipv4";
        }
    }

    private record Delete(Flow flow) implements Request {
        @Override
        public int type() {
            return CTNETLINK | IPCTNL_MSG_CT_DELETE;
        }

        @Override
        public int flags() {
            return 0;
        }

        @Override
        public void encode(NetlinkWriter into) {
            into.u8(AF_INET).u8(0).u16(0).nested(CTA_TUPLE_ORIG, tuple -> tuple.bytes(flow.tuple()));
        }

        @Override
        public String sameAs() {
            return "conntrack -D -p " + flow.protocol() + " --dst "
                    + flow.destination().getHostAddress() + " --dport " + flow.port();
        }
    }
}
