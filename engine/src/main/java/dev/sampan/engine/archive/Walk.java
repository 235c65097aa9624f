package dev.sampan.engine.archive;

import static dev.sampan.linux.syscall.Files.O_DIRECTORY;
import static dev.sampan.linux.syscall.Files.O_RDONLY;

import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Names;
import dev.sampan.linux.syscall.PathText;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;

/**
 * Goes through a whole tree of any depth and width, also while somebody changes it: no recursion, a bounded number of descriptors, and names
 * read in parts. What goes away meanwhile is passed over; what is moved away is not followed.
 *
 * @see Descent
 */
public final class Walk {

    /** A directory of more names is not ordered as a whole: it is never in memory as a whole. */
    private static final int ORDERED = 10_000;

    /** What to do on the way. Any ENOENT it lets out means that the name has gone meanwhile. */
    public interface Visitor {

        /** A name in an open directory; true to go into it, a directory. */
        boolean visit(Fd parent, String name) throws IOException;

        /** The way leads into the directory of that name. */
        default void enter(Fd directory, String name) throws IOException {}

        /** Everything in the directory has been visited; it is still open. */
        default void finish(Fd directory) throws IOException {}

        /** The way is back in the parent, the directory of that name is done and closed. */
        default void leave(Fd parent, String name) throws IOException {}

        /** A directory that was entered cannot be finished or left as usual: it was moved while the way was below it. */
        default void lose() throws IOException {}

        /** The directory is the root of another mount, which is not entered. */
        default void mount(Fd parent, String name, ErrnoException refused) throws IOException {
            throw refused;
        }
    }

    /** The names of one directory that are still to do. */
    private static final class Rest {
        private final String name;
        private final Deque<String> names = new ArrayDeque<>();
        private boolean ended;

        Rest(String name) {
            this.name = name;
        }

        boolean isDone(Fd directory) {
            if (names.isEmpty()) {
                read(directory, ORDERED);
            }
            return names.isEmpty();
        }

        private void read(Fd directory, int atLeast) {
            var read = new ArrayList<byte[]>();
            while (!ended && read.size() < atLeast) {
                ended = !next(directory, read);
            }
            var texts = new ArrayList<String>(read.size());
            read.forEach(bytes -> texts.add(PathText.decode(bytes)));
            Collections.sort(texts);
            names.addAll(texts);
        }

        /** A directory that was removed while it is open has no names. */
        private static boolean next(Fd directory, ArrayList<byte[]> read) {
            try {
                return Names.nextNames(directory.number(), read);
            } catch (ErrnoException e) {
                if (e.is(Errno.ENOENT)) {
                    return false;
                }
                throw e;
            }
        }
    }

    private final Descent way;
    private final Visitor visitor;
    private final ArrayList<Rest> rests = new ArrayList<>();

    private Walk(Descent way, Visitor visitor) {
        this.way = way;
        this.visitor = visitor;
    }

    /** Visits everything below the directory, in the order of names; it stays the caller's and keeps its place. */
    public static void below(Fd root, Visitor visitor) throws IOException {
        try (Fd own = Files.openat(root.number(), ".", O_RDONLY | O_DIRECTORY, 0);
                var way = new Descent(own)) {
            new Walk(way, visitor).run();
        }
    }

    private void run() throws IOException {
        rests.add(new Rest(""));
        while (true) {
            Rest rest = rests.getLast();
            if (!rest.isDone(way.directory())) {
                one(rest, rest.names.removeFirst());
            } else if (rests.size() > 1) {
                up();
            } else {
                return;
            }
        }
    }

    private void one(Rest rest, String name) throws IOException {
        try {
            if (visitor.visit(way.directory(), name)) {
                down(rest, name);
            }
        } catch (ErrnoException e) {
            if (!isGone(e)) {
                throw e;
            }
        }
    }

    /** Gone, or already something else than the directory it was: links are not followed. */
    private static boolean isGone(ErrnoException e) {
        return e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP) || e.is(Errno.ESTALE);
    }

    private void down(Rest rest, String name) throws IOException {
        if (way.depth() >= Descent.HELD) {
            rest.read(way.directory(), Integer.MAX_VALUE); // its descriptor is closed, and with it the place in it
        }
        try {
            way.down(name);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EXDEV)) {
                throw e;
            }
            visitor.mount(way.directory(), name, e);
            return;
        }
        rests.add(new Rest(name));
        visitor.enter(way.directory(), name);
    }

    private void up() throws IOException {
        visitor.finish(way.directory());
        way.up();
        if (rests.size() - 1 > way.depth() + 1) {
            lose();
            return;
        }
        Rest done = rests.removeLast();
        visitor.leave(way.directory(), done.name);
    }

    private void lose() throws IOException {
        while (rests.size() - 1 > way.depth()) {
            rests.removeLast();
            visitor.lose();
        }
    }
}
