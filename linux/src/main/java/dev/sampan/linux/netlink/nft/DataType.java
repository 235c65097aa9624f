package dev.sampan.linux.netlink.nft;

import java.util.List;

/** Types of set fields: nft's name, the number by which nft recognises it, its size in bytes. */
public enum DataType {
    IPV4_ADDR("ipv4_addr", 7, 4),
    IPV6_ADDR("ipv6_addr", 8, 16),
    INET_PROTO("inet_proto", 12, 1),
    INET_SERVICE("inet_service", 13, 2),
    IFNAME("ifname", 41, 16);

    private static final int TYPE_BITS = 6;

    private final String text;
    private final int number;
    private final int size;

    DataType(String text, int number, int size) {
        this.text = text;
        this.number = number;
        this.size = size;
    }

    int size() {
        return size;
    }

    /** In a register: whole words. */
    int padded() {
        return size + 3 & ~3;
    }

    /** The number of a concatenation: the fields' numbers, six bits each. */
    static int number(List<DataType> fields) {
        int number = 0;
        for (DataType field : fields) {
            number = number << TYPE_BITS | field.number;
        }
        return number;
    }

    /** One field as it is, several padded. */
    static int length(List<DataType> fields) {
        return fields.size() == 1
                ? fields.getFirst().size
                : fields.stream().mapToInt(DataType::padded).sum();
    }

    static String text(List<DataType> fields) {
        return String.join(" . ", fields.stream().map(field -> field.text).toList());
    }
}
