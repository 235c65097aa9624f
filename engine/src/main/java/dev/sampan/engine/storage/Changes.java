package dev.sampan.engine.storage;

import static dev.sampan.linux.syscall.Files.AT_SYMLINK_NOFOLLOW;

import dev.sampan.engine.archive.Descent;
import dev.sampan.engine.archive.Tree;
import dev.sampan.engine.archive.Walk;
import dev.sampan.engine.archive.WalkedPath;
import dev.sampan.engine.storage.Change.Kind;
import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.ExtendedAttributes;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Inodes;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Compares what a container has now with its image. A directory counts as modified when its owner or mode differ or something in it was
 * changed; a file when its size or time differ too. Docker compares the same things.
 */
public final class Changes implements Walk.Visitor {

    private static final String OPAQUE = "trusted.overlay.opaque";

    /** All paths together: each has the names of all directories it lies in, so a deep tree's grow with the square of its depth. */
    private static final long MOST_CHARACTERS = 64 << 20;

    /** A directory that the walk is in. */
    private record Level(int already, boolean differs, Kind kind) {}

    private final boolean upperOnly;
    private final Optional<Descent> before;
    /** How many levels ago the tree before ended. */
    private int beyond;

    private final WalkedPath way = new WalkedPath();
    private final Deque<Level> levels = new ArrayDeque<>();
    private final List<Change> found = new ArrayList<>();
    private long characters;

    private Changes(boolean upperOnly, Optional<Descent> before) {
        this.upperOnly = upperOnly;
        this.before = before;
    }

    /** @param upper an overlay's upper directory: what it does not hold has not changed */
    public static List<Change> ofUpper(Fd upper, Fd below) throws IOException {
        try (var before = new Descent(below)) {
            return new Changes(true, Optional.of(before)).all(upper);
        }
    }

    /** Two whole trees. */
    public static List<Change> ofTrees(Fd now, Fd below) throws IOException {
        try (var before = new Descent(below)) {
            return new Changes(false, Optional.of(before)).all(now);
        }
    }

    /** A tree that began empty. */
    public static List<Change> ofTree(Fd now) throws IOException {
        return new Changes(false, Optional.empty()).all(now);
    }

    private List<Change> all(Fd now) throws IOException {
        deleted(now);
        Walk.below(now, this);
        found.sort(Comparator.comparing(Change::path));
        return found;
    }

    @Override
    public boolean visit(Fd parent, String name) throws IOException {
        Stat is = Inodes.statx(parent.number(), name, AT_SYMLINK_NOFOLLOW);
        if (is.isDirectory()) {
            return true;
        }
        Optional<Stat> was = before(name);
        if (upperOnly && is.type() == Stat.S_IFCHR && is.specialDevice() == 0) {
            add(Kind.DELETED, name);
        } else if (was.isEmpty() || differs(is, was.get())) {
            add(was.isEmpty() ? Kind.ADDED : Kind.MODIFIED, name);
        }
        return false;
    }

    @Override
    public void enter(Fd directory, String name) throws IOException {
        Optional<Stat> was = before(name);
        boolean differs = was.isEmpty() || differs(Inodes.fstat(directory.number()), was.get());
        levels.push(new Level(found.size(), differs, was.isEmpty() ? Kind.ADDED : Kind.MODIFIED));
        way.down(name);
        if (was.isPresent() && was.get().isDirectory()) {
            before.orElseThrow().down(name);
        } else {
            beyond++;
        }
        deleted(directory);
    }

    @Override
    public void leave(Fd parent, String name) throws IOException {
        Level done = levels.pop();
        way.up();
        if (done.differs() || found.size() > done.already()) {
            add(done.kind(), name);
        }
        up();
    }

    /** What was found in it until it was moved away is still told. */
    @Override
    public void lose() {
        levels.pop();
        way.up();
        up();
    }

    @Override
    public void mount(Fd parent, String name, ErrnoException refused) {
        // what is mounted there belongs to no layer
    }

    private void up() {
        if (beyond > 0) {
            beyond--;
        } else {
            before.orElseThrow().up();
        }
    }

    private Optional<Stat> before(String name) {
        return beyond > 0 ? Optional.empty() : before.flatMap(tree -> Tree.child(tree.directory(), name));
    }

    /** What the directory had before and has no longer; an upper directory that is not opaque says so with whiteouts. */
    private void deleted(Fd now) throws IOException {
        if (beyond > 0 || before.isEmpty() || upperOnly && !isOpaque(now)) {
            return;
        }
        for (String name : Tree.names(before.get().directory())) {
            if (Tree.child(now, name).isEmpty()) {
                add(Kind.DELETED, name);
            }
        }
    }

    private void add(Kind kind, String name) throws IOException {
        String path = "/" + way.of(name);
        characters += path.length();
        if (characters > MOST_CHARACTERS) {
            throw new IOException(
                    "the paths of what has changed are longer than " + MOST_CHARACTERS + " characters together");
        }
        found.add(new Change(kind, path));
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
}
