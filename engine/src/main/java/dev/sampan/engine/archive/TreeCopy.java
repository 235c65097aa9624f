package dev.sampan.engine.archive;

import static dev.sampan.linux.syscall.Files.AT_EMPTY_PATH;
import static dev.sampan.linux.syscall.Files.AT_SYMLINK_NOFOLLOW;
import static dev.sampan.linux.syscall.Files.O_CREAT;
import static dev.sampan.linux.syscall.Files.O_DIRECTORY;
import static dev.sampan.linux.syscall.Files.O_EXCL;
import static dev.sampan.linux.syscall.Files.O_NOFOLLOW;
import static dev.sampan.linux.syscall.Files.O_RDONLY;
import static dev.sampan.linux.syscall.Files.O_WRONLY;

import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.syscall.Content;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.ExtendedAttributes;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Inodes;
import dev.sampan.linux.syscall.Names;
import java.util.HashMap;
import java.util.Map;

/**
 * Copies a tree with owners, modes, times, attributes and hard links: what {@code cp -a} does. Content goes from file to file in the
 * kernel, shared where the file system can (copy_file_range(2)). One object per copy: it remembers which files are linked.
 */
public final class TreeCopy {

    private static final long CHUNK = 1 << 20;

    private record Inode(long device, long number) {}

    private record Place(Fd root, String path) {}

    private final Map<Inode, String> linked = new HashMap<>();

    /** Copies one file or tree; the target must not exist. */
    public void copy(Fd fromParent, String from, Fd toParent, String to) {
        one(fromParent, from, toParent, to, new Place(toParent, to));
    }

    /** Copies what one directory holds, and its own attributes, into another that is empty. */
    public void contents(Fd from, Fd to) {
        for (String name : Tree.names(from)) {
            one(from, name, to, name, new Place(to, name));
        }
        attributes(from, to, Inodes.fstat(from.number()));
    }

    private void one(Fd fromParent, String from, Fd toParent, String to, Place place) {
        Stat stat = Inodes.statx(fromParent.number(), from, AT_SYMLINK_NOFOLLOW);
        if (!stat.isDirectory() && stat.links() > 1) {
            String first = linked.putIfAbsent(new Inode(stat.device(), stat.inode()), place.path());
            if (first != null) {
                Names.linkat(place.root().number(), first, toParent.number(), to, 0);
                return;
            }
        }
        if (stat.isDirectory()) {
            Names.mkdirat(toParent.number(), to, 0700);
            if (isMount(fromParent, stat)) {
                return; // /proc below a copied root is a place, not content
            }
            try (Fd source = Files.openat(fromParent.number(), from, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0);
                    Fd target = Files.openat(toParent.number(), to, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0)) {
                for (String name : Tree.names(source)) {
                    one(source, name, target, name, new Place(place.root(), place.path() + "/" + name));
                }
                attributes(source, target, stat);
            }
        } else if (stat.isRegular()) {
            file(fromParent, from, toParent, to, stat);
        } else {
            special(fromParent, from, toParent, to, stat);
        }
    }

    private static boolean isMount(Fd parent, Stat child) {
        return (child.attributes() & Stat.ATTR_MOUNT_ROOT) != 0
                && Inodes.fstat(parent.number()).mountId() != child.mountId();
    }

    private static void file(Fd fromParent, String from, Fd toParent, String to, Stat stat) {
        try (Fd source = Files.openat(fromParent.number(), from, O_RDONLY | O_NOFOLLOW, 0);
                Fd target = Files.openat(toParent.number(), to, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600)) {
            content(source, target, stat.size());
            attributes(source, target, stat);
        }
    }

    private static void content(Fd source, Fd target, long size) {
        for (long left = size; left > 0; ) {
            long copied = some(source, target, left);
            if (copied == 0) {
                return; // it became shorter meanwhile
            }
            left -= copied;
        }
    }

    /** Between two kinds of file system the kernel may refuse: then through our own memory. */
    private static long some(Fd source, Fd target, long most) {
        try {
            return Content.copyFileRange(source.number(), target.number(), most);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EXDEV) && !e.is(Errno.EOPNOTSUPP) && !e.is(Errno.EINVAL)) {
                throw e;
            }
            byte[] part = Content.read(source.number(), (int) Math.min(most, CHUNK));
            if (part.length > 0) {
                Content.write(target.number(), part);
            }
            return part.length;
        }
    }

    private static void special(Fd fromParent, String from, Fd toParent, String to, Stat stat) {
        if (stat.isSymlink()) {
            Names.symlinkat(Names.readlinkat(fromParent.number(), from), toParent.number(), to);
        } else {
            Names.mknodat(toParent.number(), to, stat.mode(), stat.specialDevice());
        }
        Inodes.fchownat(toParent.number(), to, stat.uid(), stat.gid(), AT_SYMLINK_NOFOLLOW);
        if (!stat.isSymlink()) {
            Inodes.fchmodat(toParent.number(), to, stat.permissions());
        }
        times(toParent.number(), to, stat, AT_SYMLINK_NOFOLLOW);
    }

    private static void attributes(Fd source, Fd target, Stat stat) {
        Inodes.fchownat(target.number(), "", stat.uid(), stat.gid(), AT_EMPTY_PATH);
        Inodes.fchmod(target.number(), stat.permissions());
        for (String name : ExtendedAttributes.flistxattr(source.number())) {
            ExtendedAttributes.fgetxattr(source.number(), name).ifPresent(value -> Xattrs.set(target, name, value));
        }
        times(target.number(), "", stat, AT_EMPTY_PATH);
    }

    private static void times(int at, String name, Stat stat, int flags) {
        Inodes.utimensat(
                at,
                name,
                stat.accessed().getEpochSecond(),
                stat.accessed().getNano(),
                stat.modified().getEpochSecond(),
                stat.modified().getNano(),
                flags);
    }
}
