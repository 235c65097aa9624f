package dev.sampan.engine.archive;

import dev.sampan.engine.archive.TarEntry.Type;
import dev.sampan.linux.syscall.PathText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a tar: ustar, and a PAX header before an entry that has what ustar cannot say (long or other than ASCII names, attributes, fractions
 * of seconds are left out, big numbers). Not thread-safe.
 */
public final class TarWriter {

    private static final int BLOCK = TarHeader.BLOCK;
    private static final int MAX_OCTAL_ID = 07777777;
    private static final long MAX_OCTAL_SIZE = 077777777777L;

    private final OutputStream out;
    private long unwritten;
    private int padding;

    public TarWriter(OutputStream out) {
        this.out = out;
    }

    /** Begins an entry; a file's content follows by {@link #write}. */
    public void begin(TarEntry entry) throws IOException {
        var pax = new TreeMap<String, byte[]>();
        byte[] name = PathText.encode(entry.name());
        byte[] link = PathText.encode(entry.link());
        if (name.length > 100 || !isAscii(name)) {
            pax.put("path", name);
        }
        if (link.length > 100 || !isAscii(link)) {
            pax.put("linkpath", link);
        }
        number(pax, "uid", Integer.toUnsignedLong(entry.uid()), MAX_OCTAL_ID);
        number(pax, "gid", Integer.toUnsignedLong(entry.gid()), MAX_OCTAL_ID);
        long size = entry.type() == Type.FILE ? entry.size() : 0;
        number(pax, "size", size, MAX_OCTAL_SIZE);
        if (entry.seconds() < 0 || entry.seconds() > MAX_OCTAL_SIZE) {
            pax.put("mtime", ascii(Long.toString(entry.seconds())));
        }
        entry.xattrs().forEach((key, value) -> pax.put("SCHILY.xattr." + key, value));
        if (!pax.isEmpty()) {
            extended(pax);
        }
        out.write(header(entry, name, link, size));
        unwritten = size;
        padding = (int) ((BLOCK - size % BLOCK) % BLOCK);
        pad();
    }

    /** Content of the entry that was begun. Throws IllegalStateException for more than its size. */
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > unwritten) {
            throw new IllegalStateException("more content than the entry's size");
        }
        out.write(bytes, offset, length);
        unwritten -= length;
        pad();
    }

    /** How much content the entry still needs. */
    public long unwritten() {
        return unwritten;
    }

    private void pad() throws IOException {
        if (unwritten == 0 && padding > 0) {
            out.write(new byte[padding]);
            padding = 0;
        }
    }

    /** Writes the two blocks that end a tar; does not close the stream. */
    public void finish() throws IOException {
        out.write(new byte[2 * BLOCK]);
        out.flush();
    }

    private static void number(Map<String, byte[]> pax, String key, long value, long most) {
        if (value > most) {
            pax.put(key, ascii(Long.toString(value)));
        }
    }

    private void extended(Map<String, byte[]> pax) throws IOException {
        var records = new ByteArrayOutputStream();
        pax.forEach((key, value) -> records.writeBytes(record(key, value)));
        byte[] content = records.toByteArray();
        byte[] header = new byte[BLOCK];
        put(header, 0, 100, ascii("PaxHeaders.0/entry"));
        fill(header, 'x', 0644, 0, 0, content.length, 0);
        out.write(summed(header));
        out.write(content);
        out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    }

    /** The length at the front of a record counts its own digits. */
    private static byte[] record(String key, byte[] value) {
        byte[] middle = (" " + key + "=").getBytes(StandardCharsets.UTF_8);
        int rest = middle.length + value.length + 1;
        int length = rest + Integer.toString(rest).length();
        if (Integer.toString(length).length() + rest != length) {
            length++;
        }
        var record = new ByteArrayOutputStream(length);
        record.writeBytes(ascii(Integer.toString(length)));
        record.writeBytes(middle);
        record.writeBytes(value);
        record.write('\n');
        return record.toByteArray();
    }

    private static byte[] header(TarEntry entry, byte[] name, byte[] link, long size) {
        byte[] header = new byte[BLOCK];
        put(header, 0, 100, name);
        put(header, 157, 100, link);
        long seconds = entry.seconds() < 0 || entry.seconds() > MAX_OCTAL_SIZE ? 0 : entry.seconds();
        fill(header, typeFlag(entry.type()), entry.mode(), entry.uid(), entry.gid(), size, seconds);
        octal(header, 329, 8, entry.major());
        octal(header, 337, 8, entry.minor());
        return summed(header);
    }

    private static char typeFlag(Type type) {
        return switch (type) {
            case FILE -> '0';
            case HARD_LINK -> '1';
            case SYMBOLIC_LINK -> '2';
            case CHARACTER_DEVICE -> '3';
            case BLOCK_DEVICE -> '4';
            case DIRECTORY -> '5';
            case FIFO -> '6';
        };
    }

    private static void fill(byte[] header, char type, int mode, int uid, int gid, long size, long seconds) {
        octal(header, 100, 8, mode);
        octal(header, 108, 8, Math.min(Integer.toUnsignedLong(uid), MAX_OCTAL_ID));
        octal(header, 116, 8, Math.min(Integer.toUnsignedLong(gid), MAX_OCTAL_ID));
        octal(header, 124, 12, Math.min(size, MAX_OCTAL_SIZE));
        octal(header, 136, 12, seconds);
        header[156] = (byte) type;
        put(header, 257, 8, ascii("ustar\00000"));
    }

    private static byte[] summed(byte[] header) {
        put(header, 148, 8, ascii("        "));
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, 8, ascii("%06o\0 ".formatted(sum)));
        return header;
    }

    private static void octal(byte[] header, int offset, int length, long value) {
        put(header, offset, length, ascii(("%0" + (length - 1) + "o").formatted(value)));
    }

    private static void put(byte[] header, int offset, int length, byte[] bytes) {
        System.arraycopy(bytes, 0, header, offset, Math.min(length, bytes.length));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }
}
