package dev.sampan.engine.archive;

import static dev.sampan.linux.syscall.Files.AT_REMOVEDIR;
import static dev.sampan.linux.syscall.Files.AT_SYMLINK_NOFOLLOW;
import static dev.sampan.linux.syscall.Files.O_DIRECTORY;
import static dev.sampan.linux.syscall.Files.O_NOFOLLOW;
import static dev.sampan.linux.syscall.Files.O_PATH;
import static dev.sampan.linux.syscall.Files.O_RDONLY;
import static dev.sampan.linux.syscall.Files.RESOLVE_BENEATH;
import static dev.sampan.linux.syscall.Files.RESOLVE_IN_ROOT;
import static dev.sampan.linux.syscall.Files.RESOLVE_NO_MAGICLINKS;
import static dev.sampan.linux.syscall.Files.RESOLVE_NO_SYMLINKS;
import static dev.sampan.linux.syscall.Files.RESOLVE_NO_XDEV;

import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Inodes;
import dev.sampan.linux.syscall.Names;
import dev.sampan.linux.syscall.PathText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Operations below a directory's descriptor that no link, no {@code ..} and no mount in the tree can lead out of it (invariant 1).
 * A path here has no slash at its front; the empty path is the directory itself.
 */
public final class Tree {

    /** The rule for every path that comes from an archive or an image. */
    public static final int INSIDE = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV;

    /** The rule where no link is expected at all: what we made ourselves. */
    public static final int OURS = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV;

    private static final int ROUNDS = 100;

    private Tree() {}

    /** Opens a directory of the host by its trusted path, to work below it. */
    public static Fd open(Path directory) {
        return Files.open(directory.toString(), O_RDONLY | O_DIRECTORY);
    }

    /** Opens a directory inside, following links that stay inside. */
    public static Fd directory(Fd root, String path) {
        return Files.openat2(root.number(), orDot(path), O_RDONLY | O_DIRECTORY, 0, INSIDE);
    }

    /** What is at the path, its last component not followed; empty when there is nothing. */
    public static Optional<Stat> stat(Fd root, String path) {
        try (Fd at = Files.openat2(root.number(), orDot(path), O_PATH | O_NOFOLLOW, 0, INSIDE)) {
            return Optional.of(Inodes.fstat(at.number()));
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** What a directory holds, by plain name; empty when it is not there. */
    public static Optional<Stat> child(Fd directory, String name) {
        try {
            return Optional.of(Inodes.statx(directory.number(), name, AT_SYMLINK_NOFOLLOW));
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The names in a directory; read through an own descriptor, so that {@code directory} keeps its place. */
    public static List<String> names(Fd directory) {
        try (Fd fresh = Files.openat(directory.number(), ".", O_RDONLY | O_DIRECTORY, 0)) {
            return Names.getdents64(fresh.number()).stream()
                    .map(PathText::decode)
                    .toList();
        }
    }

    /** Removes a file or a whole tree of the host by its trusted path, as {@link #remove(Fd, String)} does. */
    public static void remove(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        try (Fd parent = open(absolute.getParent())) {
            remove(parent, absolute.getFileName().toString());
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOENT)) {
                throw new IOException("remove " + path + ": " + e.getMessage(), e);
            }
        }
    }

    /**
     * Removes a file or a whole tree of any depth; nothing there is no error. Links are removed, not followed. What somebody adds meanwhile is
     * removed with the next round, as long as there are fewer than {@link #ROUNDS}.
     */
    public static void remove(Fd parent, String name) {
        for (int round = 0; round < ROUNDS; round++) {
            if (unlink(parent, name)) {
                return;
            }
            empty(parent, name);
        }
        Names.unlinkat(parent.number(), name, AT_REMOVEDIR);
    }

    private static void empty(Fd parent, String name) {
        try (Fd top = Files.openat2(parent.number(), name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0, OURS)) {
            Walk.below(top, new Walk.Visitor() {
                @Override
                public boolean visit(Fd directory, String child) {
                    return !unlink(directory, child);
                }

                @Override
                public void leave(Fd directory, String child) {
                    unlink(directory, child);
                }
            });
        } catch (ErrnoException e) {
            if (!isOther(e)) {
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes a file, a link or an empty directory; what is not there is removed. False for a directory that must be emptied first. */
    private static boolean unlink(Fd parent, String name) {
        return unlink(parent, name, 0) || unlink(parent, name, AT_REMOVEDIR);
    }

    private static boolean unlink(Fd parent, String name, int flags) {
        try {
            Names.unlinkat(parent.number(), name, flags);
            return true;
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT)) {
                return true;
            }
            if (e.is(Errno.EISDIR) || e.is(Errno.ENOTEMPTY) || isOther(e)) {
                return false;
            }
            throw e;
        }
    }

    /** It has become something else meanwhile. */
    private static boolean isOther(ErrnoException e) {
        return e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP) || e.is(Errno.ENOENT);
    }

    static String orDot(String path) {
        return path.isEmpty() ? "." : path;
    }
}
