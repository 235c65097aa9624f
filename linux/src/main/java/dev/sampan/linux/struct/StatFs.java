package dev.sampan.linux.struct;

import java.lang.foreign.MemorySegment;

/** What statfs(2) tells of a file system. */
public record StatFs(long type, long blockSize, long blocks, long free, long available, long files, long filesFree) {
    public static final long OVERLAYFS = 0x794c7630L;
    public static final long TMPFS = 0x01021994L;
    public static final long PROC = 0x9fa0L;
    public static final long SYSFS = 0x62656572L;
    public static final long DEVPTS = 0x1cd1L;
    public static final long CGROUP = 0x27e0ebL;
    public static final long CGROUP2 = 0x63677270L;
    public static final long MQUEUE = 0x19800202L;
    public static final long NSFS = 0x6e736673L;
    public static final long DEBUGFS = 0x64626720L;
    public static final long TRACEFS = 0x74726163L;
    public static final long SECURITYFS = 0x73636673L;

    public static final Layout LAYOUT = Layout.of("statfs", 120)
            .u64("f_type")
            .u64("f_bsize")
            .u64("f_blocks")
            .u64("f_bfree")
            .u64("f_bavail")
            .u64("f_files")
            .u64("f_ffree")
            .space("f_fsid", 8, 4)
            .u64("f_namelen")
            .u64("f_frsize")
            .u64("f_flags")
            .space("f_spare", 32, 8)
            .end();
    public static final int SIZE = LAYOUT.size();

    public static StatFs read(MemorySegment at) {
        return new StatFs(
                LAYOUT.get(at, "f_type"),
                LAYOUT.get(at, "f_bsize"),
                LAYOUT.get(at, "f_blocks"),
                LAYOUT.get(at, "f_bfree"),
                LAYOUT.get(at, "f_bavail"),
                LAYOUT.get(at, "f_files"),
                LAYOUT.get(at, "f_ffree"));
    }
}
