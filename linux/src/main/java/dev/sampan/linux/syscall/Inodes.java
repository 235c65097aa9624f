package dev.sampan.linux.syscall;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.struct.StatFs;

/** What is known of a file besides its content (inode(7)): statx(2), owner, mode, times; and of its file system. */
public final class Inodes {
    /** What statx(2) is asked for, as explain shows it. */
    public static final FlagNames STATX_MASK = FlagNames.zero("0")
            .with("STATX_BASIC_STATS", Stat.BASIC_STATS)
            .with("STATX_BTIME", Stat.BTIME)
            .with("STATX_MNT_ID", Stat.MNT_ID);

    public static final int UTIME_OMIT = (1 << 30) - 2;

    private Inodes() {}

    /** statx(2) of a path; Files.AT_EMPTY_PATH with "" for the descriptor itself. */
    public static Stat statx(int at, String path, int flags) {
        try (var call = new Call(Sys.STATX)) {
            var buffer = call.allocate(Stat.SIZE);
            call.fd(at)
                    .string(path)
                    .flags(flags, Files.AT_FLAGS)
                    .flags(Stat.BASIC_STATS | Stat.BTIME | Stat.MNT_ID, STATX_MASK)
                    .memory(buffer, "stat")
                    .run();
            return Stat.read(buffer);
        }
    }

    public static Stat fstat(int fd) {
        return statx(fd, "", Files.AT_EMPTY_PATH);
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
                    .flags(flags, Files.AT_FLAGS)
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
                    .flags(flags, Files.AT_FLAGS)
                    .run();
        }
    }
}
