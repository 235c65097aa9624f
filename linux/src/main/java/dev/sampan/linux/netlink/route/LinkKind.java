package dev.sampan.linux.netlink.route;

import dev.sampan.linux.netlink.NetlinkWriter;

/** What kind of link is to be made, and its own settings. */
public sealed interface LinkKind {

    /** As {@code ip link add type ...} takes it. */
    String kind();

    /** Writes IFLA_INFO_DATA; nothing where the kind has no settings. */
    default void encode(NetlinkWriter into) {}

    /** What follows the kind on ip's command line. */
    default String options() {
        return "";
    }

    /** A switch; ports are added by making it their master. */
    record Bridge() implements LinkKind {
        @Override
        public String kind() {
            return "bridge";
        }
    }

    /** A pair of interfaces, veth(4): what goes in at one end comes out at the other. */
    record Veth(NewLink peer) implements LinkKind {
        @Override
        public String kind() {
            return "veth";
        }

        @Override
        public void encode(NetlinkWriter into) {
            into.attribute(Rtm.IFLA_INFO_DATA, data -> data.attribute(Rtm.VETH_INFO_PEER, peer::encode));
        }

        @Override
        public String options() {
            return " peer" + peer.properties();
        }
    }

    /** Swallows what it is given: for addresses that belong to no wire, and for tests. */
    record Dummy() implements LinkKind {
        @Override
        public String kind() {
            return "dummy";
        }
    }

    /** The end of a pair, whose kind is said by the other end. */
    record PeerEnd() implements LinkKind {
        @Override
        public String kind() {
            return "";
        }
    }
}
