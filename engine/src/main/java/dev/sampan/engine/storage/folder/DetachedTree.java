package dev.sampan.engine.storage.folder;

import dev.sampan.linux.struct.MountAttr;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Mounts;
import java.nio.file.Path;

/** A directory as a mount of its own that is attached nowhere: a device node that a container has in it cannot be opened through that. */
public final class DetachedTree {

    /** What a tree that is opened for reading allows. */
    public static final int ATTRIBUTES =
            Mounts.MOUNT_ATTR_RDONLY | Mounts.MOUNT_ATTR_NODEV | Mounts.MOUNT_ATTR_NOSUID | Mounts.MOUNT_ATTR_NOEXEC;

    private DetachedTree() {}

    public static Fd open(Path directory) {
        Fd tree = Mounts.openTree(Files.AT_FDCWD, directory.toString(), Mounts.OPEN_TREE_CLONE);
        try {
            Mounts.mountSetattr(tree.number(), "", Files.AT_EMPTY_PATH, new MountAttr(ATTRIBUTES, 0, 0, 0));
            return tree;
        } catch (ErrnoException e) {
            tree.close();
            throw e;
        }
    }
}
