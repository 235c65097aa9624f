package dev.sampan.linux.netlink.nft;

import dev.sampan.linux.netlink.NetlinkSocket;
import dev.sampan.linux.netlink.NetlinkWriter;
import dev.sampan.linux.netlink.Request;
import java.util.List;

/** Changes that become true together or not at all. */
public final class Batch {

    private static final Request BEGIN = new Bracket(Nft.NFNL_MSG_BATCH_BEGIN);
    private static final Request END = new Bracket(Nft.NFNL_MSG_BATCH_END);

    private Batch() {}

    /**
     * @param socket of NETLINK_NETFILTER
     * @throws dev.sampan.linux.syscall.ErrnoException for the first change that was refused; none was made
     */
    public static void run(NetlinkSocket socket, List<Request> changes) {
        socket.executeBatch(BEGIN, changes, END);
    }

    private record Bracket(int type) implements Request {
        @Override
        public int flags() {
            return 0;
        }

        @Override
        public void encode(NetlinkWriter into) {
            Nft.header(into, 0, Nft.NFNL_SUBSYS_NFTABLES);
        }

        @Override
        public String sameAs() {
            return "";
        }
    }
}
