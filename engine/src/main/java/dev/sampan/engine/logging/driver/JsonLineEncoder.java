package dev.sampan.engine.logging.driver;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/**
 * Writes {@code {"log":"...","stream":"stdout","time":"..."}} as Docker's json-file driver does, byte for byte: HTML-safe, control
 * characters as {@code \\u00xx}, what is not UTF-8 as {@code \\ufffd}. Works on bytes; makes no object per line.
 */
final class JsonLineEncoder {

    /** A byte can become six. */
    private static final int WORST = 6;

    private static final byte[] HEX = ascii("0123456789abcdef");
    private static final byte[] LOG = ascii("{\"log\":\"");
    private static final byte[] TIME = ascii(",\"time\":\"");
    private static final byte[] END = ascii("\"}\n");
    private static final byte[] REPLACEMENT = ascii("\\ufffd");
    private static final byte[] LINE_SEPARATOR = ascii("\\u2028");
    private static final byte[] PARAGRAPH_SEPARATOR = ascii("\\u2029");
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);
    /** Bytes that are written as they are. */
    private static final boolean[] PLAIN = new boolean[256];

    static {
        for (int b = 0x20; b < 0x80; b++) {
            PLAIN[b] = b != '\\' && b != '"' && b != '<' && b != '>' && b != '&';
        }
    }

    private final byte[] middle;
    private byte[] out = new byte[0];
    private int length;
    private long stampedNanos = Long.MIN_VALUE;
    private byte[] stamp = new byte[0];

    /** @param attributes a JSON object, or empty */
    JsonLineEncoder(String stream, String attributes) {
        middle = ascii("\",\"stream\":\"" + stream + "\"" + (attributes.isEmpty() ? "" : ",\"attrs\":" + attributes));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A text as it stands between quotes. */
    static String escaped(byte[] text) {
        var encoder = new JsonLineEncoder("", "");
        encoder.out = new byte[text.length * WORST];
        encoder.text(text, 0, text.length);
        return new String(encoder.out, 0, encoder.length, StandardCharsets.UTF_8);
    }

    /** Room that an entry of {@code bytes} needs at most. */
    int worst(int bytes) {
        return bytes * WORST + LOG.length + middle.length + TIME.length + 40;
    }

    /**
     * @param newline whether the line ended: it is written as {@code \\n} in the text
     * @param target has room for {@link #worst}
     * @return where the entry ends in the target
     */
    int encode(byte[] source, int from, int to, boolean newline, long nanos, byte[] target, int at) {
        out = target;
        length = at;
        put(LOG);
        text(source, from, to);
        if (newline) {
            out[length++] = '\\';
            out[length++] = 'n';
        }
        put(middle);
        put(TIME);
        put(stamp(nanos));
        put(END);
        out = new byte[0];
        return length;
    }

    private void text(byte[] s, int from, int to) {
        int i = from;
        while (i < to) {
            int start = i;
            while (i < to && PLAIN[s[i] & 0xff]) {
                i++;
            }
            System.arraycopy(s, start, out, length, i - start);
            length += i - start;
            if (i < to) {
                i += s[i] >= 0 ? escape(s[i]) : beyondAscii(s, i, to);
            }
        }
    }

    private int escape(byte b) {
        out[length++] = '\\';
        switch (b) {
            case '\\', '"' -> out[length++] = b;
            case '\n' -> out[length++] = 'n';
            case '\r' -> out[length++] = 'r';
            default -> {
                out[length++] = 'u';
                out[length++] = '0';
                out[length++] = '0';
                out[length++] = HEX[b >> 4];
                out[length++] = HEX[b & 15];
            }
        }
        return 1;
    }

    /** @return how many bytes were taken: those of a character, or one that belongs to none */
    private int beyondAscii(byte[] s, int i, int to) {
        int size = Utf8.size(s, i, to);
        if (size == 0) {
            put(REPLACEMENT);
            return 1;
        }
        // U+2028 and U+2029 end a line in JavaScript.
        if (size == 3 && s[i] == (byte) 0xe2 && s[i + 1] == (byte) 0x80 && (s[i + 2] & 0xfe) == 0xa8) {
            put(s[i + 2] == (byte) 0xa8 ? LINE_SEPARATOR : PARAGRAPH_SEPARATOR);
            return 3;
        }
        System.arraycopy(s, i, out, length, size);
        length += size;
        return size;
    }

    private void put(byte[] bytes) {
        System.arraycopy(bytes, 0, out, length, bytes.length);
        length += bytes.length;
    }

    /** RFC 3339 with nanoseconds, whose zeros at the end are left out. The same for all lines of a chunk. */
    private byte[] stamp(long nanos) {
        if (nanos != stampedNanos) {
            stamp = ascii(rfc3339Nano(nanos));
            stampedNanos = nanos;
        }
        return stamp;
    }

    static String rfc3339Nano(long nanos) {
        long seconds = Math.floorDiv(nanos, 1_000_000_000L);
        int fraction = (int) Math.floorMod(nanos, 1_000_000_000L);
        var text = new StringBuilder(32);
        SECONDS.formatTo(Instant.ofEpochSecond(seconds), text);
        if (fraction != 0) {
            var digits = new char[9];
            for (int d = 8; d >= 0; d--) {
                digits[d] = (char) ('0' + fraction % 10);
                fraction /= 10;
            }
            int end = 9;
            while (digits[end - 1] == '0') {
                end--;
            }
            text.append('.').append(Arrays.copyOf(digits, end));
        }
        return text.append('Z').toString();
    }
}
