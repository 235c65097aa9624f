package dev.sampan.linux.launch;

import dev.sampan.linux.syscall.Sockets;
import dev.sampan.linux.syscall.Sys;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** What a process does to the network namespace that it is in. Everything else is done from outside, through netlink. */
public sealed interface NetworkStep extends Step {
    /** netdevice(7): sets IFF_UP on the loopback device of a new namespace, where it is the only flag. */
    record LoopbackUp() implements NetworkStep {
        private static final int SIOCSIFFLAGS = 0x8914;
        private static final int IFF_UP = 1;
        private static final int IFNAMSIZ = 16;
        /** struct ifreq: the name, and a union of which ifr_flags is the first. */
        private static final int IFREQ = 40;

        @Override
        public void lower(Ops ops) {
            var socket = ops.scratch("socket");
            ops.call(Sys.SOCKET)
                    .name(Sockets.AF_INET, "AF_INET")
                    .name(Sockets.SOCK_DGRAM | Sockets.SOCK_CLOEXEC, "SOCK_DGRAM|SOCK_CLOEXEC")
                    .number(0)
                    .as(socket);
            var request = Arrays.copyOf("lo".getBytes(StandardCharsets.US_ASCII), IFREQ);
            ops.call(Sys.IOCTL)
                    .fd(socket)
                    .name(SIOCSIFFLAGS, "SIOCSIFFLAGS")
                    .memory(Cell.of(request).putShort(IFNAMSIZ, IFF_UP), "{\"lo\", IFF_UP}");
            ops.call(Sys.CLOSE).fd(socket);
        }

        @Override
        public String title() {
            return "loopback up";
        }

        @Override
        public Optional<String> shell() {
            return Optional.of("ip link set lo up");
        }
    }
}
