package dev.sampan.linux.struct;

import java.lang.foreign.MemorySegment;
import java.time.Instant;

/** What statx(2) tells of a file. Its struct is the same on every architecture, unlike struct stat. */
public record Stat(
        int mask,
        int mode,
        long links,
        int uid,
        int gid,
        long inode,
        long size,
        long blocks512,
        long device,
        long specialDevice,
        Instant accessed,
        Instant modified,
        Instant changed,
        long mountId,
        long attributes) {
    public static final int BASIC_STATS = 0x7ff;
    public static final int BTIME = 0x800;
    /** Linux 5.8. */
    public static final int MNT_ID = 0x1000;

    /** In {@link #attributes}: the file is the root of a mount. */
    public static final int ATTR_MOUNT_ROOT = 0x2000;

    public static final Layout LAYOUT = Layout.of("statx", 256)
            .u32("stx_mask")
            .u32("stx_blksize")
            .u64("stx_attributes")
            .u32("stx_nlink")
            .u32("stx_uid")
            .u32("stx_gid")
            .u16("stx_mode")
            .u64("stx_ino")
            .u64("stx_size")
            .u64("stx_blocks")
            .u64("stx_attributes_mask")
            .u64("stx_atime.tv_sec")
            .u32("stx_atime.tv_nsec")
            .space("stx_atime.__reserved", 4, 4)
            .u64("stx_btime.tv_sec")
            .u32("stx_btime.tv_nsec")
            .space("stx_btime.__reserved", 4, 4)
            .u64("stx_ctime.tv_sec")
            .u32("stx_ctime.tv_nsec")
            .space("stx_ctime.__reserved", 4, 4)
            .u64("stx_mtime.tv_sec")
            .u32("stx_mtime.tv_nsec")
            .space("stx_mtime.__reserved", 4, 4)
            .u32("stx_rdev_major")
            .u32("stx_rdev_minor")
            .u32("stx_dev_major")
            .u32("stx_dev_minor")
            .u64("stx_mnt_id")
            .space("spare", 104, 8)
            .end();
    public static final int SIZE = LAYOUT.size();

    public static final int S_IFMT = 0170000;
    public static final int S_IFSOCK = 0140000;
    public static final int S_IFLNK = 0120000;
    public static final int S_IFREG = 0100000;
    public static final int S_IFBLK = 0060000;
    public static final int S_IFDIR = 0040000;
    public static final int S_IFCHR = 0020000;
    public static final int S_IFIFO = 0010000;

    public static Stat read(MemorySegment at) {
        return new Stat(
                (int) LAYOUT.get(at, "stx_mask"),
                (int) LAYOUT.get(at, "stx_mode"),
                LAYOUT.get(at, "stx_nlink"),
                (int) LAYOUT.get(at, "stx_uid"),
                (int) LAYOUT.get(at, "stx_gid"),
                LAYOUT.get(at, "stx_ino"),
                LAYOUT.get(at, "stx_size"),
                LAYOUT.get(at, "stx_blocks"),
                device(LAYOUT.get(at, "stx_dev_major"), LAYOUT.get(at, "stx_dev_minor")),
                device(LAYOUT.get(at, "stx_rdev_major"), LAYOUT.get(at, "stx_rdev_minor")),
                time(at, "stx_atime"),
                time(at, "stx_mtime"),
                time(at, "stx_ctime"),
                LAYOUT.get(at, "stx_mnt_id"),
                LAYOUT.get(at, "stx_attributes"));
    }

    /** The kernel's packing of a device number (glibc's makedev(3)). */
    public static long device(long major, long minor) {
        return (minor & 0xff) | ((major & 0xfff) << 8) | ((minor & ~0xffL) << 12) | ((major & ~0xfffL) << 32);
    }

    private static Instant time(MemorySegment at, String field) {
        return Instant.ofEpochSecond(LAYOUT.get(at, field + ".tv_sec"), LAYOUT.get(at, field + ".tv_nsec"));
    }

    /** The S_IF part of the mode. */
    public int type() {
        return mode & S_IFMT;
    }

    public int permissions() {
        return mode & 07777;
    }

    public boolean isDirectory() {
        return type() == S_IFDIR;
    }

    public boolean isRegular() {
        return type() == S_IFREG;
    }

    public boolean isSymlink() {
        return type() == S_IFLNK;
    }
}
