package dev.sampan.linux.syscall;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Sockets of ip(7) and ipv6(7) that hold a port without serving it: what the JDK's channels cannot do. */
public final class InternetSockets {

    public static final int IPPROTO_TCP = 6;
    public static final int IPPROTO_UDP = 17;
    public static final int IPPROTO_SCTP = 132;

    private static final int SO_REUSEADDR = 2;
    private static final int SO_ATTACH_FILTER = 26;
    private static final int SO_DETACH_FILTER = 27;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_V6ONLY = 26;
    private static final int SOCK_FPROG = 16;
    /** struct sock_filter: code BPF_RET|BPF_K, k 0, which keeps no byte of a packet. */
    private static final byte[] DROP_ALL = ByteBuffer.allocate(8)
            .order(ByteOrder.nativeOrder())
            .putShort((short) 6)
            .array();

    private InternetSockets() {}

    /**
     * A non-blocking socket that has the port, so that nobody else gets it, and drops whatever arrives: a stream's listens, since bound
     * alone it could be taken over with SO_REUSEADDR. IPv6 ones leave IPv4 alone.
     *
     * @param protocol IPPROTO_TCP, _UDP or _SCTP
     * @throws ErrnoException EADDRINUSE when another socket has the port, EADDRNOTAVAIL when the host lacks the address
     */
    public static Fd hold(InetAddress address, int port, int protocol) {
        boolean ipv4 = address instanceof Inet4Address;
        boolean stream = protocol != IPPROTO_UDP;
        Fd socket = Sockets.socket(
                ipv4 ? Sockets.AF_INET : Sockets.AF_INET6,
                (stream ? Sockets.SOCK_STREAM : Sockets.SOCK_DGRAM) | Sockets.SOCK_NONBLOCK,
                protocol);
        try {
            if (stream) {
                Sockets.setsockopt(socket.number(), Sockets.SOL_SOCKET, SO_REUSEADDR, 1);
            }
            if (!ipv4) {
                Sockets.setsockopt(socket.number(), IPPROTO_IPV6, IPV6_V6ONLY, 1);
            }
            dropAll(socket);
            bind(socket, address, port);
            if (stream) {
                listen(socket, 4096);
            }
            return socket;
        } catch (ErrnoException e) {
            socket.close();
            throw e;
        }
    }

    /** Ends the dropping: from now on connections arrive. */
    public static void admit(Fd held) {
        Sockets.setsockopt(held.number(), Sockets.SOL_SOCKET, SO_DETACH_FILTER, 0);
    }

    /** The next connection, non-blocking; empty when there is none, or when it was gone before it was taken. */
    public static Optional<Fd> accept(Fd listening) {
        try (var call = new Call(Sys.ACCEPT4)) {
            long result = call.fd(listening.number())
                    .nothing()
                    .nothing()
                    .number(Sockets.SOCK_NONBLOCK | Sockets.SOCK_CLOEXEC)
                    .attempt();
            if (result == -Errno.EAGAIN.number() || result == -Errno.ECONNABORTED.number()) {
                return Optional.empty();
            }
            if (result < 0) {
                throw call.failed(result);
            }
            return Optional.of(new Fd((int) result));
        }
    }

    /** A non-blocking stream that is being connected: writable when it is, an error on first use when it was refused. */
    public static Fd connecting(InetAddress address, int port) {
        return connected(address, port, Sockets.SOCK_STREAM, IPPROTO_TCP);
    }

    /** A non-blocking socket for datagrams to and from one port. */
    public static Fd datagramsTo(InetAddress address, int port) {
        return connected(address, port, Sockets.SOCK_DGRAM, IPPROTO_UDP);
    }

    private static Fd connected(InetAddress address, int port, int type, int protocol) {
        Fd socket = Sockets.socket(
                address instanceof Inet4Address ? Sockets.AF_INET : Sockets.AF_INET6,
                type | Sockets.SOCK_NONBLOCK,
                protocol);
        byte[] name = name(address, port);
        try (var call = new Call(Sys.CONNECT)) {
            long result = call.fd(socket.number())
                    .memory(call.copied(name), address.getHostAddress() + " port " + port)
                    .number(name.length)
                    .attempt();
            if (result < 0 && result != -Errno.EINPROGRESS.number()) {
                throw call.failed(result);
            }
            return socket;
        } catch (ErrnoException e) {
            socket.close();
            throw e;
        }
    }

    private static void dropAll(Fd socket) {
        try (var call = new Call(Sys.SETSOCKOPT)) {
            byte[] program = ByteBuffer.allocate(SOCK_FPROG)
                    .order(ByteOrder.nativeOrder())
                    .putShort((short) 1)
                    .putLong(8, call.copied(DROP_ALL).address())
                    .array();
            call.fd(socket.number())
                    .number(Sockets.SOL_SOCKET)
                    .number(SO_ATTACH_FILTER)
                    .memory(call.copied(program), "drop all")
                    .number(SOCK_FPROG)
                    .run();
        }
    }

    private static void bind(Fd socket, InetAddress address, int port) {
        byte[] name = name(address, port);
        try (var call = new Call(Sys.BIND)) {
            call.fd(socket.number())
                    .memory(call.copied(name), address.getHostAddress() + " port " + port)
                    .number(name.length)
                    .run();
        }
    }

    /** struct sockaddr_in, or struct sockaddr_in6. */
    private static byte[] name(InetAddress address, int port) {
        if (address instanceof Inet4Address) {
            return ByteBuffer.allocate(16)
                    .order(ByteOrder.nativeOrder())
                    .putShort((short) Sockets.AF_INET)
                    .order(ByteOrder.BIG_ENDIAN)
                    .putShort((short) port)
                    .put(address.getAddress())
                    .array();
        }
        return ByteBuffer.allocate(28)
                .order(ByteOrder.nativeOrder())
                .putShort((short) Sockets.AF_INET6)
                .order(ByteOrder.BIG_ENDIAN)
                .putShort((short) port)
                .putInt(0)
                .put(address.getAddress())
                .array();
    }

    private static void listen(Fd socket, int backlog) {
        try (var call = new Call(Sys.LISTEN)) {
            call.fd(socket.number()).number(backlog).run();
        }
    }
}
