package dev.sampan.engine.archive;

import dev.sampan.linux.syscall.PathText;
import java.util.Arrays;

/**
 * One 512-byte block of a tar, read by field. The layout is that of POSIX ustar; GNU's and the old one agree where this looks.
 *
 * @see <a href="https://www.gnu.org/software/tar/manual/html_node/Standard.html">GNU tar, basic format</a>
 */
record TarHeader(byte[] block) {

    static final int BLOCK = 512;

    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_LENGTH = 8;

    boolean isEnd() {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** Old writers summed signed bytes; both sums are taken. */
    boolean hasGoodChecksum() throws ArchiveException {
        long expected = number(CHECKSUM, CHECKSUM_LENGTH);
        long unsigned = 0;
        long signed = 0;
        for (int i = 0; i < BLOCK; i++) {
            byte b = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_LENGTH ? (byte) ' ' : block[i];
            unsigned += b & 0xff;
            signed += b;
        }
        return expected == unsigned || expected == signed;
    }

    char type() {
        return (char) (block[156] & 0xff);
    }

    /** ustar splits a long name in two; GNU uses that field for other things. */
    String name() {
        String prefix = isGnu() || !isUstar() ? "" : text(345, 155);
        return prefix.isEmpty() ? text(0, 100) : prefix + "/" + text(0, 100);
    }

    String link() {
        return text(157, 100);
    }

    int mode() throws ArchiveException {
        return (int) number(100, 8) & 07777;
    }

    long uid() throws ArchiveException {
        return number(108, 8);
    }

    long gid() throws ArchiveException {
        return number(116, 8);
    }

    long size() throws ArchiveException {
        return number(124, 12);
    }

    long seconds() throws ArchiveException {
        return number(136, 12);
    }

    int major() throws ArchiveException {
        return (int) number(329, 8);
    }

    int minor() throws ArchiveException {
        return (int) number(337, 8);
    }

    private boolean isUstar() {
        return Arrays.equals(block, 257, 262, new byte[] {'u', 's', 't', 'a', 'r'}, 0, 5);
    }

    private boolean isGnu() {
        return isUstar() && block[262] == ' ';
    }

    String text(int offset, int length) {
        int end = offset;
        while (end < offset + length && block[end] != 0) {
            end++;
        }
        return PathText.decode(block, offset, end - offset);
    }

    /** Octal digits between blanks and NULs, or GNU's big-endian binary with the highest bit set. */
    long number(int offset, int length) throws ArchiveException {
        if ((block[offset] & 0x80) != 0) {
            return binary(offset, length);
        }
        int at = offset;
        int end = offset + length;
        while (at < end && (block[at] == ' ' || block[at] == 0)) {
            at++;
        }
        long value = 0;
        for (; at < end && block[at] != ' ' && block[at] != 0; at++) {
            if (block[at] < '0' || block[at] > '7') {
                throw new ArchiveException("invalid number in a tar header");
            }
            value = value << 3 | block[at] - '0';
        }
        return value;
    }

    private long binary(int offset, int length) throws ArchiveException {
        boolean negative = (block[offset] & 0x40) != 0;
        long value = negative ? -1L << 6 | block[offset] & 0x3f : block[offset] & 0x3f;
        for (int i = offset + 1; i < offset + length; i++) {
            if (value > Long.MAX_VALUE >> 8 || value < Long.MIN_VALUE >> 8) {
                throw new ArchiveException("number too big in a tar header");
            }
            value = value << 8 | block[i] & 0xff;
        }
        return value;
    }
}
