package dev.sampan.engine.logging.driver;

import dev.sampan.linux.syscall.Content;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Inodes;

/** What a power loss or a kill in the middle of a write leaves at a file's end: half an entry, or a block of zeros. */
final class TornLine {

    private static final int BLOCK = 64 << 10;

    private TornLine() {}

    /**
     * Cuts the file after its last whole entry, one that ends with {@code }} and a newline.
     *
     * @return its size then
     */
    static long repair(Fd file) {
        long size = Inodes.fstat(file.number()).size();
        long whole = size;
        long end = size;
        while (end > 0) {
            int count = (int) Math.min(BLOCK, end);
            var block = Content.pread(file.number(), count, end - count);
            int found = lastEnd(block);
            if (found >= 0) {
                whole = end - count + found;
                break;
            }
            // One byte of the next block is looked at again: an entry's end may lie across the border.
            end = count == end ? 0 : end - count + 1;
            whole = 0;
        }
        if (whole < size) {
            Content.ftruncate(file.number(), whole);
        }
        return whole;
    }

    private static int lastEnd(byte[] block) {
        for (int i = block.length - 1; i > 0; i--) {
            if (block[i] == '\n' && block[i - 1] == '}') {
                return i + 1;
            }
        }
        return -1;
    }
}
