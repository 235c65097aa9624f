package dev.sampan.linux.syscall;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.sampan.linux.struct.NetlinkAddress;

/** Sockets that the JDK does not offer: netlink, socket pairs, sockets taken from another process. */
public final class Sockets {
    public static final int AF_UNIX = 1;
    public static final int AF_INET = 2;
    public static final int AF_NETLINK = 16;
    public static final int AF_INET6 = 10;
    public static final int AF_PACKET = 17;
    public static final int SOCK_STREAM = 1;
    public static final int SOCK_DGRAM = 2;
    public static final int SOCK_RAW = 3;
    public static final int SOCK_SEQPACKET = 5;
    public static final int SOCK_NONBLOCK = 0x800;
    public static final int SOCK_CLOEXEC = 0x80000;
    public static final int NETLINK_ROUTE = 0;
    public static final int NETLINK_NETFILTER = 12;
    public static final int SOL_SOCKET = 1;
    public static final int SO_SNDBUF = 7;
    public static final int SO_RCVBUF = 8;
    public static final int SO_RCVTIMEO = 20;
    public static final int SO_SNDBUFFORCE = 32;
    public static final int SO_RCVBUFFORCE = 33;
    public static final int SOL_NETLINK = 270;
    public static final int NETLINK_ADD_MEMBERSHIP = 1;
    public static final int NETLINK_EXT_ACK = 11;
    public static final int NETLINK_GET_STRICT_CHK = 12;
    public static final int MSG_PEEK = 2;
    public static final int MSG_TRUNC = 0x20;
    public static final int MSG_DONTWAIT = 0x40;
    public static final int MSG_NOSIGNAL = 0x4000;
    public static final int SHUT_RD = 0;
    public static final int SHUT_WR = 1;
    public static final int SHUT_RDWR = 2;

    public static final FlagNames DOMAINS = FlagNames.zero("AF_UNSPEC")
            .with("AF_NETLINK", AF_NETLINK)
            .with("AF_INET6", AF_INET6)
            .with("AF_INET", AF_INET)
            .with("AF_UNIX", AF_UNIX);
    public static final FlagNames TYPES = FlagNames.zero("0")
            .choice("SOCK_STREAM", 0xf, SOCK_STREAM)
            .choice("SOCK_DGRAM", 0xf, SOCK_DGRAM)
            .choice("SOCK_RAW", 0xf, SOCK_RAW)
            .choice("SOCK_SEQPACKET", 0xf, SOCK_SEQPACKET)
            .with("SOCK_NONBLOCK", SOCK_NONBLOCK)
            .with("SOCK_CLOEXEC", SOCK_CLOEXEC);

    private Sockets() {}

    public static Fd socket(int domain, int type, int protocol) {
        try (var call = new Call(Sys.SOCKET)) {
            return new Fd(call.flags(domain, DOMAINS)
                    .flags(type | SOCK_CLOEXEC, TYPES)
                    .number(protocol)
                    .runInt());
        }
    }

    /** socketpair(2) of AF_UNIX. */
    public static Fd[] socketpair(int type) {
        try (var call = new Call(Sys.SOCKETPAIR)) {
            var pair = call.allocate(8);
            call.flags(AF_UNIX, DOMAINS)
                    .flags(type | SOCK_CLOEXEC, TYPES)
                    .number(0)
                    .memory(pair, "pair")
                    .run();
            return new Fd[] {new Fd(pair.getAtIndex(JAVA_INT, 0)), new Fd(pair.getAtIndex(JAVA_INT, 1))};
        }
    }

    /** bind(2) of a netlink socket: a port id of the kernel's choice, and the multicast groups of the mask. */
    public static void bindNetlink(int fd, int groups) {
        try (var call = new Call(Sys.BIND)) {
            var address = new NetlinkAddress(0, groups);
            call.fd(fd)
                    .memory(call.copied(address.bytes()), address)
                    .number(NetlinkAddress.SIZE)
                    .run();
        }
    }

    /** send(2) to the socket's peer; netlink's default peer is the kernel. */
    public static int send(int fd, byte[] message, int flags) {
        try (var call = new Call(Sys.SENDTO)) {
            return call.fd(fd)
                    .memory(call.copied(message), "message")
                    .number(message.length)
                    .number(flags)
                    .nothing()
                    .number(0)
                    .runInt();
        }
    }

    /** recv(2) of one message of at most {@code most} bytes; empty at the end of a stream. Throws EAGAIN when non-blocking. */
    public static byte[] recv(int fd, int most, int flags) {
        try (var call = new Call(Sys.RECVFROM)) {
            var buffer = call.buffer(most);
            var count = call.fd(fd)
                    .memory(buffer, "buffer")
                    .number(most)
                    .number(flags)
                    .nothing()
                    .nothing()
                    .run();
            return buffer.asSlice(0, Math.min(count, most)).toArray(JAVA_BYTE);
        }
    }

    public static void setsockopt(int fd, int level, int option, int value) {
        try (var call = new Call(Sys.SETSOCKOPT)) {
            var memory = call.allocate(4);
            memory.set(JAVA_INT, 0, value);
            call.fd(fd)
                    .number(level)
                    .number(option)
                    .memory(memory, "{" + value + "}")
                    .number(4)
                    .run();
        }
    }

    /** setsockopt(2) with a struct, given as its bytes. */
    public static void setsockopt(int fd, int level, int option, byte[] value) {
        try (var call = new Call(Sys.SETSOCKOPT)) {
            call.fd(fd)
                    .number(level)
                    .number(option)
                    .bytes(value)
                    .number(value.length)
                    .run();
        }
    }

    public static void shutdown(int fd, int how) {
        try (var call = new Call(Sys.SHUTDOWN)) {
            call.fd(fd).number(how).run();
        }
    }
}
