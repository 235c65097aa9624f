package dev.sampan.linux.syscall;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.sampan.linux.arch.Arch;
import dev.sampan.linux.struct.OpenHow;
import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.struct.StatFs;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Files and directories by descriptor: open(2), openat2(2), statx(2), mkdirat(2) and their kin. Open flags have x86-64's
 * values on every architecture and are translated at the border. Every descriptor is opened close-on-exec.
 */
public final class Files {
    /** What statx(2) is asked for, as explain shows it. */
    public static final FlagNames STATX_MASK = FlagNames.zero("0")
            .with("STATX_BASIC_STATS", Stat.BASIC_STATS)
            .with("STATX_BTIME", Stat.BTIME)
            .with("STATX_MNT_ID", Stat.MNT_ID);

    public static final int AT_FDCWD = -100;
    public static final int AT_SYMLINK_NOFOLLOW = 0x100;
    public static final int AT_REMOVEDIR = 0x200;
    public static final int AT_SYMLINK_FOLLOW = 0x400;
    public static final int AT_NO_AUTOMOUNT = 0x800;
    public static final int AT_EMPTY_PATH = 0x1000;
    public static final int AT_RECURSIVE = 0x8000;

    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;
    public static final int O_CREAT = 0x40;
    public static final int O_EXCL = 0x80;
    public static final int O_NOCTTY = 0x100;
    public static final int O_TRUNC = 0x200;
    public static final int O_APPEND = 0x400;
    public static final int O_NONBLOCK = 0x800;
    public static final int O_DIRECTORY = 0x10000;
    public static final int O_NOFOLLOW = 0x20000;
    public static final int O_CLOEXEC = 0x80000;
    public static final int O_PATH = 0x200000;
    public static final int O_TMPFILE = 0x410000;

    public static final int RESOLVE_NO_XDEV = 0x01;
    public static final int RESOLVE_NO_MAGICLINKS = 0x02;
    public static final int RESOLVE_NO_SYMLINKS = 0x04;
    public static final int RESOLVE_BENEATH = 0x08;
    /** Links and .. are resolved as if the directory were "/": nothing outside it can be reached. Linux 5.6. */
    public static final int RESOLVE_IN_ROOT = 0x10;

    public static final int RENAME_NOREPLACE = 1;
    public static final int RENAME_EXCHANGE = 2;
    public static final int RENAME_WHITEOUT = 4;

    public static final int SEEK_SET = 0;
    public static final int SEEK_CUR = 1;
    public static final int SEEK_END = 2;
    public static final int SEEK_DATA = 3;
    public static final int SEEK_HOLE = 4;

    public static final int LOCK_SH = 1;
    public static final int LOCK_EX = 2;
    public static final int LOCK_NB = 4;
    public static final int LOCK_UN = 8;

    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int F_SETPIPE_SZ = 1031;

    public static final FlagNames OPEN_FLAGS = FlagNames.zero("0")
            .choice("O_RDONLY", 3, O_RDONLY)
            .choice("O_WRONLY", 3, O_WRONLY)
            .choice("O_RDWR", 3, O_RDWR)
            .choiceless(O_PATH)
            .with("O_TMPFILE", O_TMPFILE)
            .with("O_PATH", O_PATH)
            .with("O_CREAT", O_CREAT)
            .with("O_EXCL", O_EXCL)
            .with("O_NOCTTY", O_NOCTTY)
            .with("O_TRUNC", O_TRUNC)
            .with("O_APPEND", O_APPEND)
            .with("O_NONBLOCK", O_NONBLOCK)
            .with("O_DIRECTORY", O_DIRECTORY)
            .with("O_NOFOLLOW", O_NOFOLLOW)
            .with("O_CLOEXEC", O_CLOEXEC);
    /** What dup3, pipe2 and their like take of the open flags. */
    public static final FlagNames DESCRIPTOR_FLAGS =
            FlagNames.zero("0").with("O_NONBLOCK", O_NONBLOCK).with("O_CLOEXEC", O_CLOEXEC);

    public static final FlagNames RESOLVE_FLAGS = FlagNames.zero("0")
            .with("RESOLVE_NO_XDEV", RESOLVE_NO_XDEV)
            .with("RESOLVE_NO_MAGICLINKS", RESOLVE_NO_MAGICLINKS)
            .with("RESOLVE_NO_SYMLINKS", RESOLVE_NO_SYMLINKS)
            .with("RESOLVE_BENEATH", RESOLVE_BENEATH)
            .with("RESOLVE_IN_ROOT", RESOLVE_IN_ROOT);
    public static final FlagNames AT_FLAGS = FlagNames.zero("0")
            .with("AT_SYMLINK_NOFOLLOW", AT_SYMLINK_NOFOLLOW)
            .with("AT_REMOVEDIR", AT_REMOVEDIR)
            .with("AT_SYMLINK_FOLLOW", AT_SYMLINK_FOLLOW)
            .with("AT_NO_AUTOMOUNT", AT_NO_AUTOMOUNT)
            .with("AT_EMPTY_PATH", AT_EMPTY_PATH)
            .with("AT_RECURSIVE", AT_RECURSIVE);
    private static final FlagNames RENAME_FLAGS = FlagNames.zero("0")
            .with("RENAME_NOREPLACE", RENAME_NOREPLACE)
            .with("RENAME_EXCHANGE", RENAME_EXCHANGE)
            .with("RENAME_WHITEOUT", RENAME_WHITEOUT);

    private Files() {}

    // -- opening ------------------------------------------------------------------------------------------------------

    /** openat(2). Resolves links as the process sees them: only for paths of the host that are trusted. */
    public static Fd openat(int at, String path, int flags, int mode) {
        var all = flags | O_CLOEXEC;
        try (var call = new Call(Sys.OPENAT)) {
            call.fd(at).string(path).memoryless(Arch.host().openFlags(all), OPEN_FLAGS.text(all));
            // Without O_CREAT the kernel does not look at a fourth argument.
            if ((flags & (O_CREAT | O_TMPFILE)) != 0) call.octal(mode);
            return new Fd(call.runInt());
        }
    }

    public static Fd open(String path, int flags) {
        return openat(AT_FDCWD, path, flags, 0);
    }

    /** openat2(2), Linux 5.6: opening with a rule about what resolution may pass. */
    public static Fd openat2(int at, String path, int flags, int mode, int resolve) {
        try (var call = new Call(Sys.OPENAT2)) {
            var how = new OpenHow(flags | O_CLOEXEC, mode, resolve);
            return new Fd(call.fd(at)
                    .string(path)
                    .memory(call.copied(how.bytes(Arch.host())), shown(how))
                    .number(OpenHow.SIZE)
                    .runInt());
        }
    }

    /** What stands for open_how in a call's text, made when somebody wants it. */
    public static Object shown(OpenHow how) {
        return new Object() {
            @Override
            public String toString() {
                var text = "{flags=" + OPEN_FLAGS.text(how.flags());
                if (how.mode() != 0) text += ", mode=0" + Long.toOctalString(how.mode());
                if (how.resolve() != 0) text += ", resolve=" + RESOLVE_FLAGS.text(how.resolve());
                return text + "}";
            }
        };
    }

    static void close(int fd) {
        try (var call = new Call(Sys.CLOSE)) {
            call.fd(fd).attempt();
        }
    }

    /** A second descriptor of the same open file, numbered at least {@code least}. */
    public static Fd duplicate(int fd, int least) {
        try (var call = new Call(Sys.FCNTL)) {
            return new Fd(call.fd(fd)
                    .memoryless(F_DUPFD_CLOEXEC, "F_DUPFD_CLOEXEC")
                    .number(least)
                    .runInt());
        }
    }

    // -- making and removing ------------------------------------------------------------------------------------------

    public static void mkdirat(int at, String path, int mode) {
        try (var call = new Call(Sys.MKDIRAT)) {
            call.fd(at).string(path).octal(mode).run();
        }
    }

    /** unlinkat(2); with AT_REMOVEDIR an empty directory. */
    public static void unlinkat(int at, String path, int flags) {
        try (var call = new Call(Sys.UNLINKAT)) {
            call.fd(at).string(path).flags(flags, AT_FLAGS).run();
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
                    .flags(flags, AT_FLAGS)
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

    // -- attributes ---------------------------------------------------------------------------------------------------

    /** statx(2) of a path; AT_EMPTY_PATH with "" for the descriptor itself. */
    public static Stat statx(int at, String path, int flags) {
        try (var call = new Call(Sys.STATX)) {
            var buffer = call.allocate(Stat.SIZE);
            call.fd(at)
                    .string(path)
                    .flags(flags, AT_FLAGS)
                    .flags(Stat.BASIC_STATS | Stat.BTIME | Stat.MNT_ID, STATX_MASK)
                    .memory(buffer, "stat")
                    .run();
            return Stat.read(buffer);
        }
    }

    public static Stat fstat(int fd) {
        return statx(fd, "", AT_EMPTY_PATH);
    }

    public static StatFs fstatfs(int fd) {
        try (var call = new Call(Sys.FSTATFS)) {
            var buffer = call.allocate(StatFs.SIZE);
            call.fd(fd).memory(buffer, "statfs").run();
            return StatFs.read(buffer);
        }
    }

    public static StatFs statfs(String path) {
        try (var call = new Call(Sys.STATFS)) {
            var buffer = call.allocate(StatFs.SIZE);
            call.string(path).memory(buffer, "statfs").run();
            return StatFs.read(buffer);
        }
    }

    public static void fchownat(int at, String path, int uid, int gid, int flags) {
        try (var call = new Call(Sys.FCHOWNAT)) {
            call.fd(at)
                    .string(path)
                    .number(uid)
                    .number(gid)
                    .flags(flags, AT_FLAGS)
                    .run();
        }
    }

    /** fchmodat(2), which follows links and has no flags: give the parent's descriptor and a plain name known not to be one. */
    public static void fchmodat(int at, String path, int mode) {
        try (var call = new Call(Sys.FCHMODAT)) {
            call.fd(at).string(path).octal(mode).run();
        }
    }

    public static void fchmod(int fd, int mode) {
        try (var call = new Call(Sys.FCHMOD)) {
            call.fd(fd).octal(mode).run();
        }
    }

    /** utimensat(2) with both times as seconds and nanoseconds; {@code UTIME_OMIT} in the nanoseconds leaves one alone. */
    public static void utimensat(
            int at, String path, long accessed, int accessedNanos, long modified, int modifiedNanos, int flags) {
        try (var call = new Call(Sys.UTIMENSAT)) {
            var times = call.allocate(32);
            times.setAtIndex(JAVA_LONG, 0, accessed);
            times.setAtIndex(JAVA_LONG, 1, accessedNanos);
            times.setAtIndex(JAVA_LONG, 2, modified);
            times.setAtIndex(JAVA_LONG, 3, modifiedNanos);
            call.fd(at)
                    .string(path)
                    .memory(times, "{" + accessed + ", " + modified + "}")
                    .flags(flags, AT_FLAGS)
                    .run();
        }
    }

    public static final int UTIME_OMIT = (1 << 30) - 2;

    // -- content ------------------------------------------------------------------------------------------------------

    /** read(2) into a direct buffer from its position on; answers the count, 0 at the end, or -1 where it would block. */
    public static int read(int fd, ByteBuffer direct) {
        try (var call = new Call(Sys.READ)) {
            var result = call.fd(fd)
                    .memory(MemorySegment.ofBuffer(direct), "buffer")
                    .number(direct.remaining())
                    .attempt();
            if (result == -Errno.EAGAIN.number()) return -1;
            if (result < 0) throw call.failed(result);
            direct.position(direct.position() + (int) result);
            return (int) result;
        }
    }

    /** read(2) of at most {@code most} bytes; empty at the end. */
    public static byte[] read(int fd, int most) {
        try (var call = new Call(Sys.READ)) {
            var buffer = call.buffer(most);
            var count = call.fd(fd).memory(buffer, "buffer").number(most).run();
            return buffer.asSlice(0, count).toArray(JAVA_BYTE);
        }
    }

    /** pread64(2) of at most {@code most} bytes. */
    public static byte[] pread(int fd, int most, long offset) {
        try (var call = new Call(Sys.PREAD64)) {
            var buffer = call.buffer(most);
            var count = call.fd(fd)
                    .memory(buffer, "buffer")
                    .number(most)
                    .number(offset)
                    .run();
            return buffer.asSlice(0, count).toArray(JAVA_BYTE);
        }
    }

    /** Everything from the current place to the end. */
    public static byte[] readAll(int fd) {
        var out = new ByteArrayOutputStream();
        while (true) {
            var part = read(fd, 65536);
            if (part.length == 0) return out.toByteArray();
            out.writeBytes(part);
        }
    }

    /** write(2) from a direct buffer; answers the count, or -1 where it would block. */
    public static int write(int fd, ByteBuffer direct) {
        try (var call = new Call(Sys.WRITE)) {
            var result = call.fd(fd)
                    .memory(MemorySegment.ofBuffer(direct), "buffer")
                    .number(direct.remaining())
                    .attempt();
            if (result == -Errno.EAGAIN.number()) return -1;
            if (result < 0) throw call.failed(result);
            direct.position(direct.position() + (int) result);
            return (int) result;
        }
    }

    /** One write(2), as kernel files want it; a short write is an error. */
    public static void write(int fd, byte[] bytes) {
        try (var call = new Call(Sys.WRITE)) {
            var written = call.fd(fd).bytes(bytes).number(bytes.length).run();
            if (written != bytes.length) throw call.failed(-Errno.EIO.number());
        }
    }

    /** Writes a text into an existing file, the way {@code echo text > path} does to the files of /proc, /sys and cgroups. */
    public static void write(String path, String text) {
        try (var fd = open(path, O_WRONLY)) {
            write(fd.number(), text.getBytes(StandardCharsets.UTF_8));
        }
    }

    public static void fsync(int fd) {
        try (var call = new Call(Sys.FSYNC)) {
            call.fd(fd).run();
        }
    }

    public static void fdatasync(int fd) {
        try (var call = new Call(Sys.FDATASYNC)) {
            call.fd(fd).run();
        }
    }

    /** syncfs(2): everything written to the file system that holds {@code fd}. */
    public static void syncfs(int fd) {
        try (var call = new Call(Sys.SYNCFS)) {
            call.fd(fd).run();
        }
    }

    public static void ftruncate(int fd, long size) {
        try (var call = new Call(Sys.FTRUNCATE)) {
            call.fd(fd).number(size).run();
        }
    }

    public static long lseek(int fd, long offset, int whence) {
        try (var call = new Call(Sys.LSEEK)) {
            return call.fd(fd).number(offset).number(whence).run();
        }
    }

    /** copy_file_range(2) at both current places; answers the count, 0 at the end. */
    public static long copyFileRange(int from, int to, long count) {
        try (var call = new Call(Sys.COPY_FILE_RANGE)) {
            return call.fd(from)
                    .nothing()
                    .fd(to)
                    .nothing()
                    .number(count)
                    .number(0)
                    .run();
        }
    }

    /** flock(2); answers false where LOCK_NB finds it taken. */
    public static boolean flock(int fd, int operation) {
        try (var call = new Call(Sys.FLOCK)) {
            var result = call.fd(fd).number(operation).attempt();
            if (result == -Errno.EAGAIN.number()) return false;
            if (result < 0) throw call.failed(result);
            return true;
        }
    }

    /** The names in a directory, without . and .., as bytes: names are not always UTF-8. Reads from the current place. */
    public static List<byte[]> getdents64(int fd) {
        var names = new ArrayList<byte[]>();
        while (true) {
            try (var call = new Call(Sys.GETDENTS64)) {
                var buffer = call.buffer(32768);
                var count = call.fd(fd).memory(buffer, "buffer").number(32768).run();
                if (count == 0) return names;
                DirectoryEntries.read(buffer.asSlice(0, count), names);
            }
        }
    }

    // -- descriptors --------------------------------------------------------------------------------------------------

    public static void nonBlocking(int fd, boolean on) {
        int flags;
        try (var call = new Call(Sys.FCNTL)) {
            flags = call.fd(fd).memoryless(F_GETFL, "F_GETFL").runInt();
        }
        try (var call = new Call(Sys.FCNTL)) {
            call.fd(fd)
                    .memoryless(F_SETFL, "F_SETFL")
                    .flags(on ? flags | O_NONBLOCK : flags & ~O_NONBLOCK, OPEN_FLAGS)
                    .run();
        }
    }

    public static void pipeSize(int fd, int bytes) {
        try (var call = new Call(Sys.FCNTL)) {
            call.fd(fd).memoryless(F_SETPIPE_SZ, "F_SETPIPE_SZ").number(bytes).run();
        }
    }
}
