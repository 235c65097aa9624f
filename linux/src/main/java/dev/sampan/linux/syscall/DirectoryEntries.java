package dev.sampan.linux.syscall;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.List;

/** struct linux_dirent64 (getdents64(2)): inode u64, offset s64, record length u16, type u8, name until NUL. */
final class DirectoryEntries {
    private static final int LENGTH_AT = 16;
    private static final int NAME_AT = 19;

    private DirectoryEntries() {}

    static void read(MemorySegment entries, List<byte[]> names) {
        for (long at = 0; at < entries.byteSize(); ) {
            var length = Short.toUnsignedInt(entries.get(JAVA_SHORT_UNALIGNED, at + LENGTH_AT));
            var end = at + NAME_AT;
            while (entries.get(JAVA_BYTE, end) != 0) end++;
            var name = entries.asSlice(at + NAME_AT, end - at - NAME_AT).toArray(JAVA_BYTE);
            if (!isSelfOrParent(name)) names.add(name);
            at += length;
        }
    }

    private static boolean isSelfOrParent(byte[] name) {
        return name[0] == '.' && (name.length == 1 || name.length == 2 && name[1] == '.');
    }
}
