package dev.sampan.linux.struct;

/** struct sockaddr_nl (netlink(7)). Port 0 lets the kernel choose, or names it as the peer. */
public record NetlinkAddress(int port, int groups) {
    public static final Layout LAYOUT = Layout.of("sockaddr_nl", 12)
            .u16("nl_family")
            .u16("nl_pad")
            .u32("nl_pid")
            .u32("nl_groups")
            .end();
    public static final int SIZE = LAYOUT.size();

    private static final int AF_NETLINK = 16;

    public byte[] bytes() {
        return LAYOUT.writer()
                .set("nl_family", AF_NETLINK)
                .set("nl_pid", port)
                .set("nl_groups", groups)
                .bytes();
    }
}
