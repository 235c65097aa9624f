package dev.sampan.linux.syscall;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.util.Optional;

/** Datagrams of udp(7) with their senders, on non-blocking sockets. */
public final class Datagrams {

    private static final int LARGEST = 65535;
    /** Room for a struct sockaddr_in6. */
    private static final int NAME = 28;

    private Datagrams() {}

    /** @param sender a struct sockaddr as the kernel wrote it */
    @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
    public record Datagram(byte[] content, byte[] sender) {}

    /** The next one; empty when there is none. */
    public static Optional<Datagram> receive(Fd socket) {
        try (var call = new Call(Sys.RECVFROM)) {
            var content = call.buffer(LARGEST);
            var sender = call.buffer(NAME);
            var length = call.buffer(JAVA_INT.byteSize());
            length.set(JAVA_INT, 0, NAME);
            long result = call.fd(socket.number())
                    .memory(content, "buffer")
                    .number(LARGEST)
                    .number(0)
                    .memory(sender, "sender")
                    .memory(length, NAME)
                    .attempt();
            if (result == -Errno.EAGAIN.number()) {
                return Optional.empty();
            }
            if (result < 0) {
                throw call.failed(result);
            }
            return Optional.of(new Datagram(
                    content.asSlice(0, result).toArray(JAVA_BYTE),
                    sender.asSlice(0, Math.min(length.get(JAVA_INT, 0), NAME)).toArray(JAVA_BYTE)));
        }
    }

    /** To whom the socket is connected. What cannot be sent now is lost, as datagrams may be. */
    public static void send(Fd connected, byte[] content) {
        send(connected, content, new byte[0]);
    }

    /** @param receiver a {@link Datagram#sender} */
    public static void send(Fd socket, byte[] content, byte[] receiver) {
        try (var call = new Call(Sys.SENDTO)) {
            call.fd(socket.number())
                    .memory(call.copied(content), "content")
                    .number(content.length)
                    .number(Sockets.MSG_NOSIGNAL);
            if (receiver.length == 0) {
                call.nothing();
            } else {
                call.memory(call.copied(receiver), "receiver");
            }
            call.number(receiver.length).attempt();
        }
    }
}
