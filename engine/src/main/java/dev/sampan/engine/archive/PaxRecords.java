package dev.sampan.engine.archive;

import dev.sampan.linux.syscall.PathText;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The records of a PAX extended header, {@code "30 mtime=1350244992.023960108\n"}; values stay bytes, for an extended attribute is no text.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html">POSIX pax, extended header</a>
 */
final class PaxRecords {

    private static final int MAX_DIGITS = 9;

    private final Map<String, byte[]> values = new HashMap<>();

    void add(byte[] header) throws ArchiveException {
        int at = 0;
        while (at < header.length) {
            at = addOne(header, at);
        }
    }

    /** Adds all of another set, which goes before what is here. */
    void override(PaxRecords other) {
        values.putAll(other.values);
    }

    private int addOne(byte[] header, int start) throws ArchiveException {
        int at = start;
        int length = 0;
        while (at < header.length && header[at] >= '0' && header[at] <= '9') {
            if (at - start >= MAX_DIGITS) {
                throw malformed();
            }
            length = length * 10 + header[at++] - '0';
        }
        int end = start + length;
        if (at == start || at >= header.length || header[at] != ' ' || end > header.length || end <= at + 1) {
            throw malformed();
        }
        int key = at + 1;
        int equals = key;
        while (equals < end && header[equals] != '=') {
            equals++;
        }
        if (equals == end || equals == key || header[end - 1] != '\n') {
            throw malformed();
        }
        String name = new String(header, key, equals - key, StandardCharsets.UTF_8);
        byte[] value = java.util.Arrays.copyOfRange(header, equals + 1, end - 1);
        if (name.equals("GNU.sparse.offset") || name.equals("GNU.sparse.numbytes")) {
            // Version 0.0 repeats these two; joined they read as version 0.1's map.
            values.merge("GNU.sparse.map", value, PaxRecords::joined);
        } else {
            values.put(name, value);
        }
        return end;
    }

    private static byte[] joined(byte[] a, byte[] b) {
        byte[] both = java.util.Arrays.copyOf(a, a.length + 1 + b.length);
        both[a.length] = ',';
        System.arraycopy(b, 0, both, a.length + 1, b.length);
        return both;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /** The value as a name; {@code otherwise} when it is not there or empty, which says the same. */
    String name(String key, String otherwise) throws ArchiveException {
        byte[] value = values.get(key);
        if (value == null || value.length == 0) {
            return otherwise;
        }
        for (byte b : value) {
            if (b == 0) {
                throw new ArchiveException("a name in a tar header holds a NUL");
            }
        }
        return PathText.decode(value);
    }

    long number(String key, long otherwise) throws ArchiveException {
        byte[] value = values.get(key);
        if (value == null || value.length == 0) {
            return otherwise;
        }
        try {
            return Long.parseLong(new String(value, StandardCharsets.US_ASCII));
        } catch (NumberFormatException e) {
            throw new ArchiveException("invalid number in a PAX header", e);
        }
    }

    String text(String key) {
        return new String(values.getOrDefault(key, new byte[0]), StandardCharsets.US_ASCII);
    }

    /** Attributes by name; schily's prefix is what everyone writes. */
    Map<String, byte[]> xattrs() {
        var found = new HashMap<String, byte[]>();
        values.forEach((key, value) -> {
            if (key.startsWith("SCHILY.xattr.")) {
                found.put(key.substring("SCHILY.xattr.".length()), value);
            }
        });
        return found;
    }

    private static ArchiveException malformed() {
        return new ArchiveException("malformed PAX header");
    }
}
