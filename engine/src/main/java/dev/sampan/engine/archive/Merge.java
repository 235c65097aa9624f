package dev.sampan.engine.archive;

import static dev.sampan.linux.syscall.Files.AT_SYMLINK_NOFOLLOW;

import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Inodes;
import dev.sampan.linux.syscall.Names;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Puts an unpacked layer into a copy of what is below it, on the same file system: what the layer hides is removed, then its files are moved. Nothing outside
 * the copy is touched, whatever links it holds (invariant 10).
 */
public final class Merge {

    private final Fd layer;
    private final Unpacked unpacked;
    private final Fd target;

    private Merge(Fd layer, Unpacked unpacked, Fd target) {
        this.layer = layer;
        this.unpacked = unpacked;
        this.target = target;
    }

    /**
     * @param layer what was unpacked; only directories are left of it
     * @param target the copy of the layers below
     */
    public static void into(Fd target, Fd layer, Unpacked unpacked) throws IOException {
        new Merge(layer, unpacked, target).run();
    }

    private void run() throws IOException {
        Stat root = Inodes.fstat(layer.number()); // moving what it holds changes its time
        unpacked.makeLinks(layer, this::link); // before any of their targets is hidden
        unpacked.hidden().forEach(this::hide);
        for (String directory : unpacked.opaque()) {
            empty(directory);
        }
        Walk.below(layer, new Move());
        if (!unpacked.rootLooksAsBelow()) {
            TreeCopy.attributes(layer, target, root);
        }
    }

    private boolean link(String path, Fd parent, String name) {
        if (Tree.stat(target, path).isEmpty()) {
            return false;
        }
        try (Fd from = Tree.directory(target, Unpacked.parentOf(path))) {
            Names.linkat(from.number(), path.substring(path.lastIndexOf('/') + 1), parent.number(), name, 0);
        }
        return true;
    }

    private void hide(String path) {
        Optional<Fd> parent = directory(Unpacked.parentOf(path));
        parent.ifPresent(fd -> {
            try (fd) {
                Tree.remove(fd, path.substring(path.lastIndexOf('/') + 1));
            }
        });
    }

    private void empty(String path) {
        Optional<Fd> directory = directory(path);
        directory.ifPresent(fd -> {
            try (fd) {
                Tree.names(fd).forEach(name -> Tree.remove(fd, name));
            }
        });
    }

    /** Of the copy; empty where it has no such directory. */
    private Optional<Fd> directory(String path) {
        try {
            return Optional.of(Tree.directory(target, path));
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private final class Move implements Walk.Visitor {
        private final WalkedPath way = new WalkedPath();
        private final Deque<Stat> entered = new ArrayDeque<>();

        /** A directory that the copy has, too, is gone through; everything else moves as a whole. */
        @Override
        public boolean visit(Fd parent, String name) {
            boolean isDirectory =
                    Inodes.statx(parent.number(), name, AT_SYMLINK_NOFOLLOW).isDirectory();
            if (isDirectory && isThere(way.of(name))) {
                return true;
            }
            try (Fd to = Tree.directory(target, way.directory())) {
                Tree.remove(to, name);
                Names.renameat2(parent.number(), name, to.number(), name, 0);
            }
            return false;
        }

        /** One that the archive only implies may be a link to a directory; an entry takes a link's place. */
        private boolean isThere(String path) {
            return unpacked.looksAsBelow(path)
                    ? directory(path).map(Move::close).isPresent()
                    : Tree.stat(target, path).filter(Stat::isDirectory).isPresent();
        }

        private static boolean close(Fd fd) {
            fd.close();
            return true;
        }

        @Override
        public void enter(Fd directory, String name) {
            way.down(name);
            entered.push(Inodes.fstat(directory.number()));
        }

        @Override
        public void finish(Fd directory) {
            String path = way.directory();
            Stat like = entered.pop();
            if (!unpacked.looksAsBelow(path.substring(0, path.length() - 1))) {
                try (Fd to = Tree.directory(target, path)) {
                    TreeCopy.attributes(directory, to, like);
                }
            }
        }

        @Override
        public void leave(Fd parent, String name) {
            way.up();
        }
    }
}
