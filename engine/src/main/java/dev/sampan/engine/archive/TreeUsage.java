package dev.sampan.engine.archive;

import static dev.sampan.linux.syscall.Files.AT_SYMLINK_NOFOLLOW;

import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Inodes;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** Counts a tree as du(1) does: a file of several names once, holes not at all. A tree that changes meanwhile is counted as seen. */
public final class TreeUsage implements Walk.Visitor {

    private record Inode(long device, long number) {}

    private final Set<Inode> linked = new HashSet<>();
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
    public static Counted of(Fd tree) throws IOException {
        var usage = new TreeUsage();
        usage.add(Inodes.fstat(tree.number()));
        Walk.below(tree, usage);
        return new Counted(usage.bytes, usage.apparent, usage.inodes);
    }

    @Override
    public boolean visit(Fd parent, String name) {
        Stat stat = Inodes.statx(parent.number(), name, AT_SYMLINK_NOFOLLOW);
        add(stat);
        return stat.isDirectory();
    }

    @Override
    public void mount(Fd parent, String name, ErrnoException refused) {
        // another file system's bytes
    }

    private void add(Stat stat) {
        if (!stat.isDirectory() && stat.links() > 1 && !linked.add(new Inode(stat.device(), stat.inode()))) {
            return;
        }
        inodes++;
        bytes += stat.blocks512() * 512;
        apparent += stat.isRegular() || stat.isSymlink() ? stat.size() : 0;
    }
}
