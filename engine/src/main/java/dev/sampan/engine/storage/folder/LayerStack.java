package dev.sampan.engine.storage.folder;

import static dev.sampan.linux.syscall.Files.O_DIRECTORY;
import static dev.sampan.linux.syscall.Files.O_NOCTTY;
import static dev.sampan.linux.syscall.Files.O_NOFOLLOW;
import static dev.sampan.linux.syscall.Files.O_NONBLOCK;
import static dev.sampan.linux.syscall.Files.O_PATH;
import static dev.sampan.linux.syscall.Files.O_RDONLY;

import dev.sampan.engine.archive.Tree;
import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.ExtendedAttributes;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Inodes;
import dev.sampan.linux.syscall.Names;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds one file in a stack of layers as overlayfs would, without mounting it: ending a mount waits for the kernel's RCU, some milliseconds, and each start of
 * a container reads two files. Nothing leads out of the layers: every step opens one plain name below a descriptor and follows nothing; links are
 * taken apart here, with the root as their top.
 *
 * @see <a href="https://docs.kernel.org/filesystems/overlayfs.html">overlayfs: merged directories, whiteouts, opaque directories</a>
 */
public final class LayerStack implements AutoCloseable {

    private static final String OPAQUE = "trusted.overlay.opaque";
    private static final int MAX_LINKS = 40;

    /** Each takes a descriptor, and whose files these are makes the way as long as they like. */
    private static final int MOST_HELD = 4000;

    /** A directory of the merged tree: the directories of the layers that make it, uppermost first. */
    private final List<List<Fd>> way = new ArrayList<>();

    /** All that was opened on the way, in case that it ends early. */
    private final List<Fd> held = new ArrayList<>();

    private final ArrayDeque<String> todo = new ArrayDeque<>();

    /** @param layers uppermost first */
    public LayerStack(List<Path> layers) {
        try {
            way.add(layers.stream().map(layer -> held(Tree.open(layer))).toList());
        } catch (Throwable failed) {
            close();
            throw failed;
        }
    }

    /** Opens a regular file for reading; empty if there is none. */
    public Optional<Fd> open(String path) {
        Optional<Fd> end = walk(path);
        if (end.isEmpty() || !todo.isEmpty()) {
            end.ifPresent(Fd::close);
            return Optional.empty();
        }
        try (Fd file = end.get()) {
            return Inodes.fstat(file.number()).isRegular() ? Optional.of(reopen(file)) : Optional.empty();
        }
    }

    /** Whether what is at the path, or on the way to it, is no directory. */
    public boolean isBlocked(String path) {
        Optional<Fd> end = walk(path);
        end.ifPresent(Fd::close);
        return end.isPresent();
    }

    /** Goes as far as directories lead. Answers what stopped it if that is no directory; then the names beyond it are still to do. */
    private Optional<Fd> walk(String path) {
        prepend(path);
        int links = 0;
        while (!todo.isEmpty()) {
            String name = todo.removeFirst();
            if (name.equals("..")) {
                up();
                continue;
            }
            var directories = new ArrayList<Fd>();
            Optional<Fd> other = lookUp(name, directories);
            if (!directories.isEmpty()) {
                way.add(directories);
            } else if (other.isEmpty()) {
                return Optional.empty();
            } else if (links++ == MAX_LINKS || !followed(other.get())) {
                return other;
            }
        }
        return Optional.empty();
    }

    /** Takes a link apart and closes it; false for what is no link. */
    private boolean followed(Fd file) {
        if (!Inodes.fstat(file.number()).isSymlink()) {
            return false;
        }
        String target = Names.readlinkat(file.number(), "");
        file.close();
        if (target.startsWith("/")) {
            top();
        }
        prepend(target);
        return true;
    }

    /** The merged directory of that name goes to {@code directories}; anything else is the answer. */
    private Optional<Fd> lookUp(String name, List<Fd> directories) {
        for (Fd layer : way.getLast()) {
            Optional<Fd> directory = child(layer, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
            if (directory.isPresent()) {
                directories.add(directory.get());
                if (ExtendedAttributes.fgetxattr(directory.get().number(), OPAQUE)
                        .isPresent()) {
                    return Optional.empty();
                }
                continue;
            }
            Optional<Fd> child = child(layer, name, O_PATH | O_NOFOLLOW);
            if (child.isEmpty()) {
                continue;
            }
            Stat stat = Inodes.fstat(child.get().number());
            boolean whiteout = stat.type() == Stat.S_IFCHR && stat.specialDevice() == 0;
            if (whiteout || !directories.isEmpty()) {
                child.get().close();
                return Optional.empty();
            }
            return child;
        }
        return Optional.empty();
    }

    /** Empty where there is none of that name and, with O_DIRECTORY, where it is something else. */
    private Optional<Fd> child(Fd directory, String name, int flags) {
        try {
            return Optional.of(held(Files.openat2(directory.number(), name, flags, 0, Tree.INSIDE)));
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The very object that was looked at: /proc/self/fd leads to it, whatever its name means by now. */
    private static Fd reopen(Fd file) {
        return Files.openat(Files.AT_FDCWD, file.path(), O_RDONLY | O_NONBLOCK | O_NOCTTY, 0);
    }

    private void prepend(String path) {
        for (String part : List.of(path.split("/")).reversed()) {
            if (!part.isEmpty() && !part.equals(".")) {
                todo.addFirst(part);
            }
        }
    }

    private void up() {
        if (way.size() > 1) {
            way.removeLast().forEach(Fd::close);
        }
    }

    private void top() {
        while (way.size() > 1) {
            up();
        }
    }

    private Fd held(Fd opened) {
        held.add(opened);
        if (held.size() > MOST_HELD) {
            throw new ErrnoException(
                    "open", "a path of more than " + MOST_HELD + " directories", Errno.ENAMETOOLONG.number());
        }
        return opened;
    }

    @Override
    public void close() {
        held.forEach(Fd::close);
    }
}
