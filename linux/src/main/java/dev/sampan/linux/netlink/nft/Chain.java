package dev.sampan.linux.netlink.nft;

import dev.sampan.linux.netlink.NetlinkWriter;
import dev.sampan.linux.netlink.Request;
import java.util.Locale;
import java.util.Optional;

/** A list of rules; one with a hook is where packets come in. Its policy is accept: what no rule decides goes on. */
public record Chain(Table table, String name, Optional<Hook> hook) {

    /** Where in a packet's way, and in which order among all chains there, lowest first. */
    public record Hook(Type type, Point point, int priority) {}

    /** What its rules may do. */
    public enum Type {
        FILTER,
        NAT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** NF_INET_*. */
    public enum Point {
        PREROUTING(0),
        INPUT(1),
        FORWARD(2),
        OUTPUT(3),
        POSTROUTING(4);

        private final int number;

        Point(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static final int RAW = -300;
    public static final int DSTNAT = -100;
    public static final int FILTER = 0;
    public static final int SRCNAT = 100;

    private static final int NF_ACCEPT = 1;

    public static Chain regular(Table table, String name) {
        return new Chain(table, name, Optional.empty());
    }

    public static Chain base(Table table, String name, Type type, Point point, int priority) {
        return new Chain(table, name, Optional.of(new Hook(type, point, priority)));
    }

    public Request add() {
        return new Add(this);
    }

    private record Add(Chain chain) implements Request {
        @Override
        public int type() {
            return Nft.message(Nft.NFT_MSG_NEWCHAIN);
        }

        @Override
        public int flags() {
            return NLM_F_CREATE;
        }

        @Override
        public void encode(NetlinkWriter into) {
            Nft.header(into, chain.table.family().number(), 0);
            into.attribute(Nft.NFTA_CHAIN_TABLE, chain.table.name()).attribute(Nft.NFTA_CHAIN_NAME, chain.name);
            chain.hook.ifPresent(hook -> into.attribute(
                            Nft.NFTA_CHAIN_TYPE, hook.type().toString())
                    .nested(
                            Nft.NFTA_CHAIN_HOOK,
                            nested -> nested.attributeBe32(
                                            Nft.NFTA_HOOK_HOOKNUM, hook.point().number())
                                    .attributeBe32(Nft.NFTA_HOOK_PRIORITY, hook.priority()))
                    .attributeBe32(Nft.NFTA_CHAIN_POLICY, NF_ACCEPT));
        }

        @Override
        public String sameAs() {
            String base = chain.hook
                    .map(hook -> " '{ type " + hook.type() + " hook " + hook.point() + " priority " + hook.priority()
                            + "; policy accept; }'")
                    .orElse("");
            return "nft add chain " + chain.table + " " + chain.name + base;
        }
    }
}
