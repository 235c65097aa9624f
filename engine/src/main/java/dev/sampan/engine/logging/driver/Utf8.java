package dev.sampan.engine.logging.driver;

/** RFC 3629 on bytes. */
final class Utf8 {

    private Utf8() {}

    /**
     * The length of the character that starts at {@code i}, 1 to 4; 0 when the bytes there are none: too short, too long a form, a
     * surrogate, above U+10FFFF, or a byte from a character's middle.
     */
    static int size(byte[] s, int i, int to) {
        int b = s[i] & 0xff;
        if (b < 0x80) {
            return 1;
        }
        int size = b < 0xc2 ? 0 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : b < 0xf5 ? 4 : 0;
        if (size == 0 || i + size > to) {
            return 0;
        }
        int second = s[i + 1] & 0xff;
        int least = b == 0xe0 ? 0xa0 : b == 0xf0 ? 0x90 : 0x80;
        int most = b == 0xed ? 0x9f : b == 0xf4 ? 0x8f : 0xbf;
        if (second < least || second > most) {
            return 0;
        }
        for (int k = i + 2; k < i + size; k++) {
            if ((s[k] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return size;
    }

    /** How many bytes at the end begin a character that is cut off there, 0 to 3. */
    static int cut(byte[] s, int from, int to) {
        for (int back = 1; back <= 3 && to - back >= from; back++) {
            int b = s[to - back] & 0xff;
            if (b >= 0xc0) {
                int size = b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4;
                return size > back ? back : 0;
            }
            if (b < 0x80) {
                return 0;
            }
        }
        return 0;
    }
}
