package dev.sampan.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The attributes of an answer, by type. Of a type that occurs several times the last one counts, as in the kernel.
 *
 * <p>Whatever the bytes are, reading ends: lengths are checked against what is there, and nesting is as deep as the caller asks.
 */
public final class Attributes {

    private static final int TYPE_MASK = 0x3fff;

    private final Map<Integer, byte[]> values;

    private Attributes(Map<Integer, byte[]> values) {
        this.values = values;
    }

    /** One attribute of a list whose types repeat. */
    public record Entry(int type, byte[] value) {}

    /** @throws MalformedNetlink when a length points past the end */
    public static Attributes read(byte[] bytes, int from) {
        var values = new HashMap<Integer, byte[]>();
        entries(bytes, from).forEach(entry -> values.put(entry.type(), entry.value()));
        return new Attributes(values);
    }

    /** In order, repetitions included. */
    public static List<Entry> entries(byte[] bytes, int from) {
        var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        var entries = new ArrayList<Entry>();
        int at = from;
        while (at + 4 <= bytes.length) {
            int length = Short.toUnsignedInt(buffer.getShort(at));
            int type = buffer.getShort(at + 2) & TYPE_MASK;
            if (length < 4 || length > bytes.length - at) {
                throw new MalformedNetlink(
                        "attribute " + type + " says it has " + length + " of " + (bytes.length - at) + " bytes");
            }
            entries.add(new Entry(type, Arrays.copyOfRange(bytes, at + 4, at + length)));
            at += length + 3 & ~3;
        }
        return entries;
    }

    public boolean has(int type) {
        return values.containsKey(type);
    }

    public Optional<byte[]> bytes(int type) {
        return Optional.ofNullable(values.get(type)).map(byte[]::clone);
    }

    /** Up to its NUL; empty when absent. */
    public String string(int type) {
        byte[] value = values.getOrDefault(type, new byte[0]);
        int length = 0;
        while (length < value.length && value[length] != 0) {
            length++;
        }
        return new String(value, 0, length, StandardCharsets.UTF_8);
    }

    /** 0 when absent. */
    public int u32(int type) {
        return number(type, ByteOrder.nativeOrder());
    }

    /** 0 when absent. */
    public int be32(int type) {
        return number(type, ByteOrder.BIG_ENDIAN);
    }

    private int number(int type, ByteOrder order) {
        byte[] value = values.get(type);
        if (value == null) {
            return 0;
        }
        if (value.length < 4) {
            throw new MalformedNetlink("attribute " + type + " has " + value.length + " bytes, not 4");
        }
        return ByteBuffer.wrap(value).order(order).getInt();
    }

    /** Empty when absent. */
    public Attributes nested(int type) {
        byte[] value = values.get(type);
        return value == null ? new Attributes(Map.of()) : read(value, 0);
    }
}
