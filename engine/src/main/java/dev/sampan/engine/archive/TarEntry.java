package dev.sampan.engine.archive;

import java.util.List;
import java.util.Map;

/**
 * One entry's header.
 *
 * @param name as in the archive, for directories with or without the slash at the end
 * @param link the target of a hard or symbolic link, else empty
 * @param mode permission bits, 07777 at most
 * @param size of the file once unpacked, holes included
 * @param seconds of the modification time since 1970; may be negative
 * @param xattrs extended attributes, their values as bytes (security.capability is no text)
 * @param data the parts of a sparse file that are stored; empty for a file that is stored whole
 */
public record TarEntry(
        String name,
        Type type,
        String link,
        int mode,
        int uid,
        int gid,
        long size,
        long seconds,
        int nanos,
        int major,
        int minor,
        Map<String, byte[]> xattrs,
        List<Extent> data) {

    /** What it is. A type this list does not know is refused by the reader. */
    public enum Type {
        FILE,
        HARD_LINK,
        SYMBOLIC_LINK,
        CHARACTER_DEVICE,
        BLOCK_DEVICE,
        DIRECTORY,
        FIFO
    }

    /** A stored part of a sparse file. */
    public record Extent(long offset, long length) {}

    public boolean isSparse() {
        return !data.isEmpty();
    }
}
