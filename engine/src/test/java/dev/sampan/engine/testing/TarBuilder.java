package dev.sampan.engine.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes small tars byte by byte, the wrong ones too: it checks nothing. */
public final class TarBuilder {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<String, byte[]> pax = new LinkedHashMap<>();

    public TarBuilder file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8), 0644, 0, 0);
    }

    public TarBuilder file(String name, byte[] content, int mode, int uid, int gid) {
        header(name, '0', mode, uid, gid, content.length, "", 0, 0);
        return data(content);
    }

    public TarBuilder directory(String name, int mode, int uid, int gid) {
        return header(name, '5', mode, uid, gid, 0, "", 0, 0);
    }

    public TarBuilder symlink(String name, String target) {
        return header(name, '2', 0777, 0, 0, 0, target, 0, 0);
    }

    public TarBuilder hardLink(String name, String target) {
        return header(name, '1', 0644, 0, 0, 0, target, 0, 0);
    }

    public TarBuilder device(String name, char type, int major, int minor) {
        return header(name, type, 0600, 0, 0, 0, "", major, minor);
    }

    /** For the entry that follows. */
    public TarBuilder pax(String key, byte[] value) {
        pax.put(key, value);
        return this;
    }

    public TarBuilder pax(String key, String value) {
        return pax(key, value.getBytes(StandardCharsets.UTF_8));
    }

    public TarBuilder header(
            String name, char type, int mode, long uid, long gid, long size, String link, int major, int minor) {
        flushPax();
        byte[] block = new byte[512];
        put(block, 0, 100, name);
        octal(block, 100, 8, mode);
        octal(block, 108, 8, uid);
        octal(block, 116, 8, gid);
        octal(block, 124, 12, size);
        octal(block, 136, 12, 1_600_000_000);
        block[156] = (byte) type;
        put(block, 157, 100, link);
        put(block, 257, 8, "ustar\00000");
        octal(block, 329, 8, major);
        octal(block, 337, 8, minor);
        return raw(summed(block));
    }

    /** Sets the checksum. */
    public static byte[] summed(byte[] block) {
        Arrays.fill(block, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        put(block, 148, 8, "%06o\0 ".formatted(sum));
        return block;
    }

    public TarBuilder data(byte[] content) {
        out.writeBytes(content);
        out.writeBytes(new byte[(512 - content.length % 512) % 512]);
        return this;
    }

    public TarBuilder raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    private void flushPax() {
        if (pax.isEmpty()) {
            return;
        }
        var records = new ByteArrayOutputStream();
        pax.forEach((key, value) -> records.writeBytes(record(key, value)));
        pax.clear();
        header("PaxHeaders/x", 'x', 0644, 0, 0, records.size(), "", 0, 0);
        data(records.toByteArray());
    }

    private static byte[] record(String key, byte[] value) {
        byte[] name = (" " + key + "=").getBytes(StandardCharsets.UTF_8);
        int rest = name.length + value.length + 1;
        int length = rest + 1;
        while (Integer.toString(length).length() + rest != length) {
            length++;
        }
        var record = new ByteArrayOutputStream();
        record.writeBytes(Integer.toString(length).getBytes(StandardCharsets.US_ASCII));
        record.writeBytes(name);
        record.writeBytes(value);
        record.write('\n');
        return record.toByteArray();
    }

    private static void put(byte[] block, int offset, int length, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, block, offset, Math.min(length, bytes.length));
    }

    private static void octal(byte[] block, int offset, int length, long value) {
        put(block, offset, length, ("%0" + (length - 1) + "o").formatted(value));
    }

    /** With the two blocks that end a tar. */
    public byte[] bytes() {
        flushPax();
        byte[] content = out.toByteArray();
        return Arrays.copyOf(content, content.length + 1024);
    }

    public InputStream stream() {
        return new ByteArrayInputStream(bytes());
    }
}
