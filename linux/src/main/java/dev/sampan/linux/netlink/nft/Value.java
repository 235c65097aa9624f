package dev.sampan.linux.netlink.nft;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** One field of an element: from one value to another, mostly the same. */
public final class Value {

    private final DataType type;
    private final byte[] from;
    private final byte[] to;
    private final String text;

    private Value(DataType type, byte[] from, byte[] to, String text) {
        this.type = type;
        this.from = from;
        this.to = to;
        this.text = text;
    }

    public static Value address(InetAddress address) {
        byte[] bytes = address.getAddress();
        DataType type = bytes.length == 4 ? DataType.IPV4_ADDR : DataType.IPV6_ADDR;
        return new Value(type, bytes, bytes, address.getHostAddress());
    }

    /** All addresses of a network; its host bits must be 0. */
    public static Value network(InetAddress address, int prefix) {
        byte[] first = address.getAddress();
        byte[] last = first.clone();
        for (int bit = prefix; bit < last.length * 8; bit++) {
            last[bit / 8] |= (byte) (0x80 >> bit % 8);
        }
        DataType type = first.length == 4 ? DataType.IPV4_ADDR : DataType.IPV6_ADDR;
        return new Value(type, first, last, address.getHostAddress() + "/" + prefix);
    }

    public static Value port(int port) {
        byte[] bytes = {(byte) (port >> 8), (byte) port};
        return new Value(DataType.INET_SERVICE, bytes, bytes, Integer.toString(port));
    }

    /** tcp, udp or sctp. */
    public static Value protocol(String name) {
        byte number =
                switch (name) {
                    case "tcp" -> 6;
                    case "udp" -> 17;
                    case "sctp" -> (byte) 132;
                    default -> throw new IllegalArgumentException("protocol " + name);
                };
        return new Value(DataType.INET_PROTO, new byte[] {number}, new byte[] {number}, name);
    }

    /** At most 15 bytes. */
    public static Value interfaceName(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 15) {
            throw new IllegalArgumentException("interface name " + name + " has more than 15 bytes");
        }
        byte[] padded = Arrays.copyOf(bytes, DataType.IFNAME.size());
        return new Value(DataType.IFNAME, padded, padded, '"' + name + '"');
    }

    DataType type() {
        return type;
    }

    static byte[] from(List<Value> fields) {
        return concatenated(fields, true);
    }

    static byte[] to(List<Value> fields) {
        return concatenated(fields, false);
    }

    static String text(List<Value> fields) {
        return String.join(" . ", fields.stream().map(field -> field.text).toList());
    }

    private static byte[] concatenated(List<Value> fields, boolean start) {
        var bytes = new ByteArrayOutputStream();
        for (Value field : fields) {
            int length = fields.size() == 1 ? field.type.size() : field.type.padded();
            bytes.writeBytes(Arrays.copyOf(start ? field.from : field.to, length));
        }
        return bytes.toByteArray();
    }
}
