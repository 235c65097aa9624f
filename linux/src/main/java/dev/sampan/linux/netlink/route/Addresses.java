package dev.sampan.linux.netlink.route;

import dev.sampan.linux.netlink.Attributes;
import dev.sampan.linux.netlink.MalformedNetlink;
import dev.sampan.linux.netlink.Message;
import dev.sampan.linux.netlink.NetlinkSocket;
import dev.sampan.linux.netlink.NetlinkWriter;
import dev.sampan.linux.netlink.Request;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Interfaces' addresses: RTM_*ADDR. */
public final class Addresses {

    private static final int IFADDRMSG = 8;

    private Addresses() {}

    /** An address on the interface with this index. */
    public record Address(int link, InetAddress address, int prefix) {}

    public static List<Address> list(NetlinkSocket socket) {
        return socket.dump(new Get()).stream().map(Addresses::read).toList();
    }

    /** {@code ip address replace}; IPv4 gets its broadcast address, IPv6 is usable at once. */
    public static Request add(String name, Address address) {
        return new Change(Rtm.RTM_NEWADDR, name, address);
    }

    public static Request delete(String name, Address address) {
        return new Change(Rtm.RTM_DELADDR, name, address);
    }

    static Address read(Message message) {
        if (message.payload().length < IFADDRMSG) {
            throw new MalformedNetlink("an address of " + message.payload().length + " bytes");
        }
        Attributes attributes = Attributes.read(message.payload(), IFADDRMSG);
        // On a point-to-point link IFA_ADDRESS is the other end's.
        int own = attributes.has(Rtm.IFA_LOCAL) ? Rtm.IFA_LOCAL : Rtm.IFA_ADDRESS;
        int index = ByteBuffer.wrap(message.payload())
                .order(ByteOrder.nativeOrder())
                .getInt(4);
        return new Address(
                index, address(attributes.bytes(own).orElse(new byte[4])), Byte.toUnsignedInt(message.payload()[1]));
    }

    static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new MalformedNetlink("an address of " + bytes.length + " bytes");
        }
    }

    static int family(InetAddress address) {
        return address instanceof Inet4Address ? Rtm.AF_INET : Rtm.AF_INET6;
    }

    private static byte[] broadcast(Address address) {
        byte[] bytes = address.address().getAddress();
        for (int bit = address.prefix(); bit < 32; bit++) {
            bytes[bit / 8] |= (byte) (0x80 >> bit % 8);
        }
        return bytes;
    }

    private record Get() implements Request {
        @Override
        public int type() {
            return Rtm.RTM_GETADDR;
        }

        @Override
        public int flags() {
            return NLM_F_DUMP;
        }

        @Override
        public void encode(NetlinkWriter into) {
            into.u8(Rtm.AF_UNSPEC).u8(0).u8(0).u8(0).u32(0);
        }

        @Override
        public String sameAs() {
            return "ip address show";
        }
    }

    private record Change(int type, String name, Address address) implements Request {
        @Override
        public int flags() {
            return type == Rtm.RTM_NEWADDR ? NLM_F_CREATE | NLM_F_REPLACE : 0;
        }

        @Override
        public void encode(NetlinkWriter into) {
            boolean ipv4 = address.address() instanceof Inet4Address;
            byte[] bytes = address.address().getAddress();
            into.u8(family(address.address()))
                    .u8(address.prefix())
                    .u8(ipv4 ? 0 : Rtm.IFA_F_NODAD)
                    .u8(Rtm.RT_SCOPE_UNIVERSE)
                    .u32(address.link())
                    .attribute(Rtm.IFA_LOCAL, bytes)
                    .attribute(Rtm.IFA_ADDRESS, bytes);
            if (ipv4 && address.prefix() < 31 && type == Rtm.RTM_NEWADDR) {
                into.attribute(Rtm.IFA_BROADCAST, broadcast(address));
            }
        }

        @Override
        public String sameAs() {
            String verb = type == Rtm.RTM_NEWADDR ? "replace " : "delete ";
            String brd = type == Rtm.RTM_NEWADDR && address.address() instanceof Inet4Address ? " brd +" : "";
            return "ip address " + verb + address.address().getHostAddress() + "/" + address.prefix() + brd + " dev "
                    + name;
        }
    }
}
