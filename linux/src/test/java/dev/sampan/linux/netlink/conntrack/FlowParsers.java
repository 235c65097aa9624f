package dev.sampan.linux.netlink.conntrack;

import dev.sampan.linux.netlink.MalformedNetlink;
import dev.sampan.linux.netlink.Message;

/** The reader of this package, for the fuzz test. */
public final class FlowParsers {

    private FlowParsers() {}

    public static void readAll(Message message) {
        try {
            Flows.read(message);
        } catch (MalformedNetlink e) {
            // refused, as it should be
        }
    }
}
