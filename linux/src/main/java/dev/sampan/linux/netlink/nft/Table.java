package dev.sampan.linux.netlink.nft;

import dev.sampan.linux.netlink.NetlinkWriter;
import dev.sampan.linux.netlink.Request;

/** A table: what one owner put into the kernel, and takes away as a whole. */
public record Table(Family family, String name) {

    public Request add() {
        return new Change(Nft.NFT_MSG_NEWTABLE, Request.NLM_F_CREATE, "add", this);
    }

    /** With all that is in it; ENOENT when it is not there. */
    public Request delete() {
        return new Change(Nft.NFT_MSG_DELTABLE, 0, "delete", this);
    }

    @Override
    public String toString() {
        return family + " " + name;
    }

    private record Change(int message, int flags, String verb, Table table) implements Request {
        @Override
        public int type() {
            return Nft.message(message);
        }

        @Override
        public void encode(NetlinkWriter into) {
            Nft.header(into, table.family.number(), 0);
            into.attribute(Nft.NFTA_TABLE_NAME, table.name);
            if (message == Nft.NFT_MSG_NEWTABLE) {
                into.attributeBe32(Nft.NFTA_TABLE_FLAGS, 0);
            }
        }

        @Override
        public String sameAs() {
            return "nft " + verb + " table " + table;
        }
    }
}
