package dev.sampan.linux.syscall;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The names that directories hold (path_resolution(7)): made, linked, renamed, removed, listed. */
public final class Names {
    public static final int RENAME_NOREPLACE = 1;
    public static final int RENAME_EXCHANGE = 2;
    public static final int RENAME_WHITEOUT = 4;

    private static final FlagNames RENAME_FLAGS = FlagNames.zero("0")
            .with("RENAME_NOREPLACE", RENAME_NOREPLACE)
            .with("RENAME_EXCHANGE", RENAME_EXCHANGE)
            .with("RENAME_WHITEOUT", RENAME_WHITEOUT);

    private Names() {}

    public static void mkdirat(int at, String path, int mode) {
        try (var call = new Call(Sys.MKDIRAT)) {
            call.fd(at).string(path).octal(mode).run();
        }
    }

    /** unlinkat(2); with Files.AT_REMOVEDIR an empty directory. */
    public static void unlinkat(int at, String path, int flags) {
        try (var call = new Call(Sys.UNLINKAT)) {
            call.fd(at).string(path).flags(flags, Files.AT_FLAGS).run();
        }
    }

    public static void renameat2(int fromAt, String from, int toAt, String to, int flags) {
        try (var call = new Call(Sys.RENAMEAT2)) {
            call.fd(fromAt)
                    .string(from)
                    .fd(toAt)
                    .string(to)
                    .flags(flags, RENAME_FLAGS)
                    .run();
        }
    }

    public static void linkat(int fromAt, String from, int toAt, String to, int flags) {
        try (var call = new Call(Sys.LINKAT)) {
            call.fd(fromAt)
                    .string(from)
                    .fd(toAt)
                    .string(to)
                    .flags(flags, Files.AT_FLAGS)
                    .run();
        }
    }

    public static void symlinkat(String target, int at, String path) {
        try (var call = new Call(Sys.SYMLINKAT)) {
            call.string(target).fd(at).string(path).run();
        }
    }

    /** readlinkat(2); an empty path reads the link that {@code at} itself is. */
    public static String readlinkat(int at, String path) {
        return new String(readlinkBytes(at, path), StandardCharsets.UTF_8);
    }

    public static byte[] readlinkBytes(int at, String path) {
        try (var call = new Call(Sys.READLINKAT)) {
            var buffer = call.buffer(4096);
            var length = call.fd(at)
                    .string(path)
                    .memory(buffer, "buffer")
                    .number(4096)
                    .run();
            return buffer.asSlice(0, length).toArray(JAVA_BYTE);
        }
    }

    /** mknodat(2): mode with its S_IF type; the device only for S_IFCHR and S_IFBLK. */
    public static void mknodat(int at, String path, int mode, long device) {
        try (var call = new Call(Sys.MKNODAT)) {
            call.fd(at).string(path).octal(mode).number(device).run();
        }
    }

    public static long major(long device) {
        return ((device >>> 8) & 0xfff) | ((device >>> 32) & ~0xfffL);
    }

    public static long minor(long device) {
        return (device & 0xff) | ((device >>> 12) & 0xffffff00L);
    }

    /** The names in a directory, without . and .., as bytes: names are not always UTF-8. Reads from the current place. */
    public static List<byte[]> getdents64(int fd) {
        var names = new ArrayList<byte[]>();
        while (nextNames(fd, names)) continue;
        return names;
    }

    /** The names that one getdents64(2) brings, added to {@code names}; false at the end of the directory. */
    public static boolean nextNames(int fd, List<byte[]> names) {
        try (var call = new Call(Sys.GETDENTS64)) {
            var buffer = call.buffer(32768);
            var count = call.fd(fd).memory(buffer, "buffer").number(32768).run();
            DirectoryEntries.read(buffer.asSlice(0, count), names);
            return count > 0;
        }
    }
}
