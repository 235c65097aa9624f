package dev.sampan.linux.syscall;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Names as the kernel has them, bytes, in Java's texts without loss: a byte that is not part of valid UTF-8 becomes the lone surrogate
 * U+DC80 to U+DCFF, as in Python (surrogateescape). Every path given to a call is encoded this way.
 */
public final class PathText {

    private static final int ESCAPE = 0xDC00;

    private PathText() {}

    public static String decode(byte[] bytes) {
        return decode(bytes, 0, bytes.length);
    }

    public static String decode(byte[] bytes, int offset, int length) {
        boolean ascii = true;
        for (int i = offset; i < offset + length; i++) {
            ascii &= bytes[i] >= 0;
        }
        return ascii
                ? new String(bytes, offset, length, StandardCharsets.US_ASCII)
                : decodeSlowly(bytes, offset, length);
    }

    private static String decodeSlowly(byte[] bytes, int offset, int length) {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var in = ByteBuffer.wrap(bytes, offset, length);
        var out = CharBuffer.allocate(length);
        while (true) {
            var result = decoder.decode(in, out, true);
            if (result.isUnderflow()) {
                return out.flip().toString();
            }
            out.put((char) (ESCAPE + (in.get() & 0xff)));
            decoder.reset();
        }
    }

    /** Whether a text has no escaped byte, so that plain UTF-8 encodes it. */
    static boolean isUtf8(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    public static byte[] encode(String name) {
        byte[] bytes = new byte[name.length() * 3];
        int length = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= ESCAPE + 0x80
                    && c <= ESCAPE + 0xff
                    && (i == 0 || !Character.isHighSurrogate(name.charAt(i - 1)))) {
                bytes[length++] = (byte) c;
            } else {
                boolean pair = Character.isHighSurrogate(c) && i + 1 < name.length();
                byte[] encoded = name.substring(i, i + (pair ? 2 : 1)).getBytes(StandardCharsets.UTF_8);
                System.arraycopy(encoded, 0, bytes, length, encoded.length);
                length += encoded.length;
                i += pair ? 1 : 0;
            }
        }
        return Arrays.copyOf(bytes, length);
    }
}
