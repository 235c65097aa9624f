package dev.sampan.linux.struct;

import dev.sampan.linux.syscall.Sockets;

/** struct sockaddr_nl (netlink(7)). Port 0 lets the kernel choose, or names it as the peer. */
public record NetlinkAddress(int port, int groups) {
    public static final Layout LAYOUT = Layout.of("sockaddr_nl", 12)
            .u16("nl_family")
            .u16("nl_pad")
            .u32("nl_pid")
            .u32("nl_groups")
            .end();
    public static final int SIZE = LAYOUT.size();

    public byte[] bytes() {
        return LAYOUT.writer()
                .set("nl_family", Sockets.AF_NETLINK)
                .set("nl_pid", port)
                .set("nl_groups", groups)
                .bytes();
    }
}
