package dev.sampan.linux.netlink.nft;

import dev.sampan.linux.netlink.NetlinkWriter;

/** One instruction of the kernel's rule machine: a name and its arguments. */
sealed interface Expression {

    int VERDICT = 0;
    /** The first register of 16 bytes, and the words behind it. */
    int REG_1 = 1;

    int REG_2 = 2;
    int REG32_01 = 9;
    int REG32_02 = 10;

    String name();

    void encode(NetlinkWriter into);

    /** Loads a fact about the packet. */
    record Meta(int key, int register) implements Expression {
        static final int IIFNAME = 6;
        static final int OIFNAME = 7;
        static final int L4PROTO = 16;

        @Override
        public String name() {
            return "meta";
        }

        @Override
        public void encode(NetlinkWriter into) {
            into.attributeBe32(2, key).attributeBe32(1, register);
        }
    }

    /** Loads bytes of the packet. */
    record Payload(int base, int offset, int length, int register) implements Expression {
        static final int NETWORK = 1;
        static final int TRANSPORT = 2;

        @Override
        public String name() {
            return "payload";
        }

        @Override
        public void encode(NetlinkWriter into) {
            into.attributeBe32(1, register)
                    .attributeBe32(2, base)
                    .attributeBe32(3, offset)
                    .attributeBe32(4, length);
        }
    }

    /** Loads a fact about the packet's connection. */
    record Conntrack(int key, int register) implements Expression {
        static final int STATE = 0;
        static final int STATUS = 2;

        @Override
        public String name() {
            return "ct";
        }

        @Override
        public void encode(NetlinkWriter into) {
            into.attributeBe32(2, key).attributeBe32(1, register);
        }
    }

    /** Loads what kind of address the routing tables take the destination for. */
    record FibDestinationType(int register) implements Expression {
        private static final int NFT_FIB_RESULT_ADDRTYPE = 3;
        private static final int NFTA_FIB_F_DADDR = 2;

        @Override
        public String name() {
            return "fib";
        }

        @Override
        public void encode(NetlinkWriter into) {
            into.attributeBe32(3, NFTA_FIB_F_DADDR)
                    .attributeBe32(2, NFT_FIB_RESULT_ADDRTYPE)
                    .attributeBe32(1, register);
        }
    }

    /** Keeps the bits of a word that are in the mask, given in host order. */
    record Mask(int register, byte[] mask) implements Expression {
        @Override
        public String name() {
            return "bitwise";
        }

        @Override
        public void encode(NetlinkWriter into) {
            into.attributeBe32(1, register).attributeBe32(2, register).attributeBe32(3, mask.length);
            Nft.data(into, 4, mask);
            Nft.data(into, 5, new byte[mask.length]);
        }
    }

    /** Goes on only if the register has, or has not, this value. */
    record Compare(int register, boolean equal, byte[] value) implements Expression {
        @Override
        public String name() {
            return "cmp";
        }

        @Override
        public void encode(NetlinkWriter into) {
            into.attributeBe32(1, register).attributeBe32(2, equal ? 0 : 1);
            Nft.data(into, 3, value);
        }
    }

    /** Goes on only if the registers are, or are not, in the set. */
    record Lookup(NamedSet set, boolean inverted) implements Expression {
        @Override
        public String name() {
            return "lookup";
        }

        @Override
        public void encode(NetlinkWriter into) {
            into.attribute(1, set.name()).attributeBe32(2, REG_1);
            if (set.isMap()) {
                into.attributeBe32(3, REG_1);
            }
            if (inverted) {
                into.attributeBe32(5, 1);
            }
        }
    }

    /** Ends the rule, with a chain's name for a jump. */
    record Decide(int code, String chain) implements Expression {
        static final int DROP = 0;
        static final int ACCEPT = 1;
        static final int JUMP = -3;

        @Override
        public String name() {
            return "immediate";
        }

        @Override
        public void encode(NetlinkWriter into) {
            into.attributeBe32(1, VERDICT)
                    .nested(
                            2,
                            data -> data.nested(Nft.NFTA_DATA_VERDICT, verdict -> {
                                verdict.attributeBe32(Nft.NFTA_VERDICT_CODE, code);
                                if (!chain.isEmpty()) {
                                    verdict.attribute(Nft.NFTA_VERDICT_CHAIN, chain);
                                }
                            }));
        }
    }

    /** Sends the connection to the IPv4 address and port that are in the registers. */
    record DestinationNat(int address, int port) implements Expression {
        private static final int NFT_NAT_DNAT = 1;

        @Override
        public String name() {
            return "nat";
        }

        @Override
        public void encode(NetlinkWriter into) {
            into.attributeBe32(1, NFT_NAT_DNAT)
                    .attributeBe32(2, Family.IP.number())
                    .attributeBe32(3, address)
                    .attributeBe32(5, port);
        }
    }

    /** Gives the connection the address of the interface by which it leaves. */
    record Masquerade() implements Expression {
        @Override
        public String name() {
            return "masq";
        }

        @Override
        public void encode(NetlinkWriter into) {}
    }
}
