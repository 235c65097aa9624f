package dev.sampan.engine.storage.driver;

import static dev.sampan.linux.syscall.Files.AT_SYMLINK_NOFOLLOW;
import static dev.sampan.linux.syscall.Files.O_DIRECTORY;
import static dev.sampan.linux.syscall.Files.O_NOFOLLOW;
import static dev.sampan.linux.syscall.Files.O_RDONLY;

import dev.sampan.engine.archive.Tree;
import dev.sampan.engine.storage.Change;
import dev.sampan.engine.storage.Change.Kind;
import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.syscall.ExtendedAttributes;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Inodes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Compares what a container has now with its image. A directory counts as modified when its owner or mode differ or something in it was
 * changed; a file when its size or time differ too. Docker compares the same things.
 */
final class Changes {

    private static final String OPAQUE = "trusted.overlay.opaque";

    private final boolean upperOnly;
    private final List<Change> found = new ArrayList<>();

    private Changes(boolean upperOnly) {
        this.upperOnly = upperOnly;
    }

    /** @param upper an overlay's upper directory: what it does not hold has not changed */
    static List<Change> ofUpper(Fd upper, Fd below) {
        return new Changes(true).all(upper, Optional.of(below));
    }

    /** Two whole trees. */
    static List<Change> ofTrees(Fd now, Fd before) {
        return new Changes(false).all(now, Optional.of(before));
    }

    /** A tree that began empty. */
    static List<Change> ofTree(Fd now) {
        return new Changes(false).all(now, Optional.empty());
    }

    private List<Change> all(Fd now, Optional<Fd> before) {
        directory(now, before, "");
        found.sort(Comparator.comparing(Change::path));
        return found;
    }

    /** Whether anything in it has changed. */
    private boolean directory(Fd now, Optional<Fd> before, String path) {
        int already = found.size();
        var names = new TreeSet<>(Tree.names(now));
        for (String name : names) {
            entry(now, before, name, path + "/" + name);
        }
        boolean complete = !upperOnly || isOpaque(now);
        if (complete && before.isPresent()) {
            Tree.names(before.get()).stream()
                    .filter(name -> !names.contains(name))
                    .forEach(name -> found.add(new Change(Kind.DELETED, path + "/" + name)));
        }
        return found.size() > already;
    }

    private void entry(Fd now, Optional<Fd> before, String name, String path) {
        Stat is = Inodes.statx(now.number(), name, AT_SYMLINK_NOFOLLOW);
        Optional<Stat> was = before.flatMap(directory -> Tree.child(directory, name));
        if (upperOnly && is.type() == Stat.S_IFCHR && is.specialDevice() == 0) {
            found.add(new Change(Kind.DELETED, path));
            return;
        }
        boolean differs = was.isEmpty() || differs(is, was.get());
        boolean inside = is.isDirectory() && below(now, before, was, name, path);
        if (differs || inside) {
            found.add(new Change(was.isEmpty() ? Kind.ADDED : Kind.MODIFIED, path));
        }
    }

    private boolean below(Fd now, Optional<Fd> before, Optional<Stat> was, String name, String path) {
        try (Fd directory = open(now, name)) {
            if (was.isEmpty() || !was.get().isDirectory()) {
                return directory(directory, Optional.empty(), path);
            }
            try (Fd old = open(before.orElseThrow(), name)) {
                return directory(directory, Optional.of(old), path);
            }
        }
    }

    private static boolean differs(Stat is, Stat was) {
        boolean attributes = is.mode() != was.mode()
                || is.uid() != was.uid()
                || is.gid() != was.gid()
                || is.specialDevice() != was.specialDevice();
        return attributes
                || !is.isDirectory()
                        && (is.size() != was.size() || !is.modified().equals(was.modified()));
    }

    private static boolean isOpaque(Fd directory) {
        return ExtendedAttributes.fgetxattr(directory.number(), OPAQUE).isPresent();
    }

    private static Fd open(Fd parent, String name) {
        return Files.openat(parent.number(), name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0);
    }
}
