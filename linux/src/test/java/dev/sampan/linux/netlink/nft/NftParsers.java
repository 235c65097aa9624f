package dev.sampan.linux.netlink.nft;

import dev.sampan.linux.netlink.MalformedNetlink;
import dev.sampan.linux.netlink.Message;

/** Every reader of this package, for the fuzz test. */
public final class NftParsers {

    private NftParsers() {}

    public static void readAll(Message message) {
        try {
            BaseChains.read(message);
        } catch (MalformedNetlink e) {
            // refused, as it should be
        }
    }
}
