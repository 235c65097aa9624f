package dev.sampan.engine.archive;

import static dev.sampan.linux.syscall.Files.O_DIRECTORY;
import static dev.sampan.linux.syscall.Files.O_NOFOLLOW;
import static dev.sampan.linux.syscall.Files.O_RDONLY;

import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Inodes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way from a directory down into its tree, by plain names and descriptors. A tree may be deeper than a path is long or than a process
 * may have descriptors: the first {@link #HELD} levels stay open, a deeper one is closed while the way leads further down and is found
 * again as the {@code ..} of what is below it. That must be the same directory as before: a container may move it meanwhile.
 */
public final class Descent implements AutoCloseable {

    static final int HELD = 64;

    private static final class Level {
        private @Nullable Fd open;
        private @Nullable Stat seen;

        Level(Fd open) {
            this.open = open;
        }

        Fd fd() {
            if (open == null) {
                throw new IllegalStateException("this level is closed while a lower one is in use");
            }
            return open;
        }

        void leaveBehind() {
            seen = Inodes.fstat(fd().number());
            close();
        }

        /** False when it is another directory now. */
        boolean returnFrom(Fd below) {
            try {
                Fd above = Files.openat(below.number(), "..", O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0);
                open = above;
                Stat now = Inodes.fstat(above.number());
                if (seen != null && now.inode() == seen.inode() && now.device() == seen.device()) {
                    return true;
                }
            } catch (ErrnoException e) {
                return false; // what is below was removed and has no way up any more
            }
            close();
            return false;
        }

        void close() {
            if (open != null) {
                open.close();
                open = null;
            }
        }
    }

    private final Fd root;
    private final List<Level> levels = new ArrayList<>();

    /** @param root stays the caller's */
    public Descent(Fd root) {
        this.root = root;
    }

    /** Where the way has come to. */
    public Fd directory() {
        return levels.isEmpty() ? root : levels.getLast().fd();
    }

    public int depth() {
        return levels.size();
    }

    /** Goes into a directory by its plain name; never through a link, nor into another mount (EXDEV). */
    public void down(String name) {
        Fd below = Files.openat2(directory().number(), name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0, Tree.OURS);
        if (levels.size() > HELD) {
            levels.getLast().leaveBehind();
        }
        levels.add(new Level(below));
    }

    /** Goes up by one level; by more where the next ones were moved elsewhere meanwhile. */
    public void up() {
        Level left = levels.removeLast();
        try {
            if (levels.size() > HELD && !levels.getLast().returnFrom(left.fd())) {
                while (levels.size() > HELD) {
                    levels.removeLast();
                }
            }
        } finally {
            left.close();
        }
    }

    @Override
    public void close() {
        levels.forEach(Level::close);
        levels.clear();
    }
}
