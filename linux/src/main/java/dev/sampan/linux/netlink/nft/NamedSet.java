package dev.sampan.linux.netlink.nft;

import dev.sampan.linux.netlink.NetlinkWriter;
import dev.sampan.linux.netlink.Request;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A set, or with data a map, that rules look into while its elements come and go.
 *
 * @param interval whether a field may be a whole network; for more than one field
 */
public record NamedSet(Table table, String name, List<DataType> key, List<DataType> data, boolean interval) {

    /** libnftnl's NFTNL_UDATA_SET_KEYBYTEORDER with BYTEORDER_HOST_ENDIAN: nft reads text keys back only with it. */
    private static final byte[] HOST_BYTE_ORDER = ByteBuffer.allocate(6)
            .order(ByteOrder.nativeOrder())
            .put((byte) 0)
            .put((byte) 4)
            .putInt(1)
            .array();

    public static NamedSet of(Table table, String name, DataType... key) {
        return new NamedSet(table, name, List.of(key), List.of(), false);
    }

    public NamedSet withIntervals() {
        return new NamedSet(table, name, key, data, true);
    }

    public NamedSet to(DataType... target) {
        return new NamedSet(table, name, key, List.of(target), interval);
    }

    public boolean isMap() {
        return !data.isEmpty();
    }

    public Request add() {
        return new Add(this);
    }

    /** An element that is there already with the same data is no error. */
    public Request add(List<Element> elements) {
        return new Change(Nft.NFT_MSG_NEWSETELEM, Request.NLM_F_CREATE, "add", this, elements);
    }

    /** By their keys; ENOENT when one is not there. */
    public Request delete(List<Element> elements) {
        List<Element> keys = elements.stream()
                .map(element -> new Element(element.key(), List.of()))
                .toList();
        return new Change(Nft.NFT_MSG_DELSETELEM, 0, "delete", this, keys);
    }

    private record Add(NamedSet set) implements Request {
        @Override
        public int type() {
            return Nft.message(Nft.NFT_MSG_NEWSET);
        }

        @Override
        public int flags() {
            return NLM_F_CREATE;
        }

        @Override
        public void encode(NetlinkWriter into) {
            Nft.header(into, set.table.family().number(), 0);
            into.attribute(Nft.NFTA_SET_TABLE, set.table.name())
                    .attribute(Nft.NFTA_SET_NAME, set.name)
                    .attributeBe32(Nft.NFTA_SET_FLAGS, set.kernelFlags())
                    .attributeBe32(Nft.NFTA_SET_KEY_TYPE, DataType.number(set.key))
                    .attributeBe32(Nft.NFTA_SET_KEY_LEN, DataType.length(set.key));
            if (set.isMap()) {
                into.attributeBe32(Nft.NFTA_SET_DATA_TYPE, DataType.number(set.data))
                        .attributeBe32(Nft.NFTA_SET_DATA_LEN, DataType.length(set.data));
            }
            // Names one of several sets without a name within a transaction; required all the same.
            into.attributeBe32(Nft.NFTA_SET_ID, 1);
            if (set.key.equals(List.of(DataType.IFNAME))) {
                into.attribute(Nft.NFTA_SET_USERDATA, HOST_BYTE_ORDER);
            }
            if (set.interval) {
                into.nested(
                        Nft.NFTA_SET_DESC,
                        desc -> desc.nested(
                                Nft.NFTA_SET_DESC_CONCAT,
                                concat -> set.key.forEach(field -> concat.nested(
                                        Nft.NFTA_LIST_ELEM,
                                        one -> one.attributeBe32(Nft.NFTA_SET_FIELD_LEN, field.size())))));
            }
        }

        @Override
        public String sameAs() {
            return "nft add " + (set.isMap() ? "map " : "set ") + set.table + " " + set.name + " '{ type "
                    + DataType.text(set.key) + (set.isMap() ? " : " + DataType.text(set.data) : "") + ";"
                    + (set.interval ? " flags interval;" : "") + " }'";
        }
    }

    private int kernelFlags() {
        return (isMap() ? Nft.NFT_SET_MAP : 0)
                | (interval ? Nft.NFT_SET_INTERVAL | (key.size() > 1 ? Nft.NFT_SET_CONCAT : 0) : 0);
    }

    private record Change(int message, int flags, String verb, NamedSet set, List<Element> elements)
            implements Request {
        @Override
        public int type() {
            return Nft.message(message);
        }

        @Override
        public void encode(NetlinkWriter into) {
            Nft.header(into, set.table.family().number(), 0);
            into.attribute(Nft.NFTA_SET_ELEM_LIST_TABLE, set.table.name())
                    .attribute(Nft.NFTA_SET_ELEM_LIST_SET, set.name)
                    .nested(
                            Nft.NFTA_SET_ELEM_LIST_ELEMENTS,
                            list -> elements.forEach(
                                    element -> list.nested(Nft.NFTA_LIST_ELEM, one -> encode(element, one))));
        }

        private void encode(Element element, NetlinkWriter into) {
            Nft.data(into, Nft.NFTA_SET_ELEM_KEY, Value.from(element.key()));
            if (set.interval) {
                Nft.data(into, Nft.NFTA_SET_ELEM_KEY_END, Value.to(element.key()));
            }
            if (!element.data().isEmpty()) {
                Nft.data(into, Nft.NFTA_SET_ELEM_DATA, Value.from(element.data()));
            }
        }

        @Override
        public String sameAs() {
            return "nft " + verb + " element " + set.table + " " + set.name + " '{ "
                    + String.join(", ", elements.stream().map(Element::toString).toList()) + " }'";
        }
    }
}
