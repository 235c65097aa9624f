package dev.sampan.linux.netlink.nft;

import dev.sampan.linux.netlink.NetlinkSocket;
import dev.sampan.linux.netlink.NetlinkWriter;
import dev.sampan.linux.netlink.Request;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;

/** A table: what one owner put into the kernel, and takes away as a whole. */
public record Table(Family family, String name) {

    public Request add() {
        return new Change(Nft.NFT_MSG_NEWTABLE, Request.NLM_F_CREATE, 0, "add", this);
    }

    /**
     * Makes it the socket's own, Linux 5.12: nobody else changes it, and it goes when the socket is closed, hence with its process. EPERM
     * while another socket owns it.
     */
    public Request own() {
        return new Change(Nft.NFT_MSG_NEWTABLE, Request.NLM_F_CREATE, Nft.NFT_TABLE_F_OWNER, "add", this);
    }

    /** With all that is in it; ENOENT when it is not there. */
    public Request delete() {
        return new Change(Nft.NFT_MSG_DELTABLE, 0, 0, "delete", this);
    }

    public boolean exists(NetlinkSocket socket) {
        try {
            socket.get(new Change(Nft.NFT_MSG_GETTABLE, 0, 0, "list", this));
            return true;
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT)) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public String toString() {
        return family + " " + name;
    }

    private record Change(int message, int flags, int properties, String verb, Table table) implements Request {
        @Override
        public int type() {
            return Nft.message(message);
        }

        @Override
        public void encode(NetlinkWriter into) {
            Nft.header(into, table.family.number(), 0);
            into.attribute(Nft.NFTA_TABLE_NAME, table.name);
            if (message == Nft.NFT_MSG_NEWTABLE) {
                into.attributeBe32(Nft.NFTA_TABLE_FLAGS, properties);
            }
        }

        @Override
        public String sameAs() {
            return "nft " + verb + " table " + table + (properties == 0 ? "" : " '{ flags owner; }'");
        }
    }
}
