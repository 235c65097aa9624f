package dev.sampan.engine.archive;

import static dev.sampan.linux.syscall.Files.AT_EMPTY_PATH;
import static dev.sampan.linux.syscall.Files.AT_SYMLINK_NOFOLLOW;
import static dev.sampan.linux.syscall.Files.O_CREAT;
import static dev.sampan.linux.syscall.Files.O_DIRECTORY;
import static dev.sampan.linux.syscall.Files.O_EXCL;
import static dev.sampan.linux.syscall.Files.O_NOFOLLOW;
import static dev.sampan.linux.syscall.Files.O_NONBLOCK;
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
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Copies a tree with owners, modes, times, attributes and hard links: what {@code cp -a} does. Content goes from file to file in the
 * kernel, shared where the file system can (copy_file_range(2)). One object per copy: it remembers which files are linked.
 */
public final class TreeCopy {

    private static final long CHUNK = 1 << 20;

    private record Inode(long device, long number) {}

    private final Map<Inode, String> linked = new HashMap<>();

    /** Copies one file or tree; the target must not exist. */
    public void copy(Fd fromParent, String from, Fd toParent, String to) throws IOException {
        if (!one(fromParent, from, toParent, to)) {
            return;
        }
        try (Fd source = Files.openat(fromParent.number(), from, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0);
                Fd target = Files.openat(toParent.number(), to, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0)) {
            contents(source, target);
        }
    }

    /** Copies what one directory holds, and its own attributes, into another that is empty. */
    public void contents(Fd from, Fd to) throws IOException {
        try (var copy = new Copy(to)) {
            Walk.below(from, copy);
        }
        attributes(from, to, Inodes.fstat(from.number()));
    }

    /** Goes down in the copy as the walk does in the original. */
    private final class Copy implements Walk.Visitor, AutoCloseable {
        private final Fd root;
        private final Descent target;
        private final WalkedPath way = new WalkedPath();

        Copy(Fd root) {
            this.root = root;
            this.target = new Descent(root);
        }

        @Override
        public boolean visit(Fd parent, String name) {
            Stat stat = Inodes.statx(parent.number(), name, AT_SYMLINK_NOFOLLOW);
            if (!stat.isDirectory() && stat.links() > 1) {
                String first = linked.putIfAbsent(new Inode(stat.device(), stat.inode()), way.of(name));
                if (first != null) {
                    link(root, first, target.directory(), name);
                    return false;
                }
            }
            return one(parent, name, target.directory(), name);
        }

        @Override
        public void enter(Fd directory, String name) {
            way.down(name);
            target.down(name);
        }

        @Override
        public void finish(Fd directory) {
            if (target.depth() > 0) {
                attributes(directory, target.directory(), Inodes.fstat(directory.number()));
            }
        }

        @Override
        public void leave(Fd parent, String name) {
            lose();
        }

        @Override
        public void lose() {
            way.up();
            target.up();
        }

        @Override
        public void mount(Fd parent, String name, ErrnoException refused) {
            // /proc below a copied root is a place, not content
        }

        @Override
        public void close() {
            target.close();
        }
    }

    /** A path may be too long for one call. */
    private static void link(Fd root, String first, Fd toParent, String to) {
        try (var way = new Descent(root)) {
            int start = 0;
            for (int slash = first.indexOf('/'); slash >= 0; slash = first.indexOf('/', start)) {
                way.down(first.substring(start, slash));
                start = slash + 1;
            }
            Names.linkat(way.directory().number(), first.substring(start), toParent.number(), to, 0);
        }
    }

    /** True for a directory: it is made, and what it holds is still to be copied. */
    private static boolean one(Fd fromParent, String from, Fd toParent, String to) {
        Stat stat = Inodes.statx(fromParent.number(), from, AT_SYMLINK_NOFOLLOW);
        if (stat.isDirectory()) {
            Names.mkdirat(toParent.number(), to, 0700);
        } else if (stat.isRegular()) {
            file(fromParent, from, toParent, to, stat);
        } else {
            special(fromParent, from, toParent, to, stat);
        }
        return stat.isDirectory();
    }

    private static void file(Fd fromParent, String from, Fd toParent, String to, Stat stat) {
        try (Fd source = Files.openat(fromParent.number(), from, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0);
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

    static void attributes(Fd source, Fd target, Stat stat) {
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
