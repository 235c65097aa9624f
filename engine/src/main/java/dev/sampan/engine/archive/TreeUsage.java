package dev.sampan.engine.archive;

import static dev.sampan.linux.syscall.Files.AT_SYMLINK_NOFOLLOW;
import static dev.sampan.linux.syscall.Files.O_DIRECTORY;
import static dev.sampan.linux.syscall.Files.O_NOFOLLOW;
import static dev.sampan.linux.syscall.Files.O_RDONLY;

import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Inodes;
import java.util.HashSet;
import java.util.Set;

/** Counts a tree as du(1) does: a file of several names once, holes not at all. A tree that changes meanwhile is counted as seen. */
public final class TreeUsage {

    private final Set<String> linked = new HashSet<>();
    private long bytes;
    private long apparent;
    private long inodes;

    /**
     * @param bytes on disk
     * @param apparent the sum of the files' sizes
     */
    public record Counted(long bytes, long apparent, long inodes) {}

    private TreeUsage() {}

    /** The directory itself included. */
    public static Counted of(Fd tree) {
        var usage = new TreeUsage();
        usage.add(Inodes.fstat(tree.number()));
        usage.below(tree);
        return new Counted(usage.bytes, usage.apparent, usage.inodes);
    }

    private void add(Stat stat) {
        if (!stat.isDirectory() && stat.links() > 1 && !linked.add(stat.device() + ":" + stat.inode())) {
            return;
        }
        inodes++;
        bytes += stat.blocks512() * 512;
        apparent += stat.isRegular() || stat.isSymlink() ? stat.size() : 0;
    }

    private void below(Fd directory) {
        for (String name : Tree.names(directory)) {
            try {
                Stat stat = Inodes.statx(directory.number(), name, AT_SYMLINK_NOFOLLOW);
                add(stat);
                if (stat.isDirectory()) {
                    try (Fd child = Files.openat(directory.number(), name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0)) {
                        below(child);
                    }
                }
            } catch (ErrnoException e) {
                if (!e.is(Errno.ENOENT)) {
                    throw e;
                }
            }
        }
    }
}
