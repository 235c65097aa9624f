package dev.sampan.engine.archive;

import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Names;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The directories that entries lie in: opened inside the root, the last ones kept open, missing ones made. A link on the way is
 * followed as far as it stays inside, so {@code lib -> usr/lib} and then {@code lib/x} works as in every tar.
 */
final class ParentDirectories {

    private static final int KEPT = 64;
    private static final int MAX_LINKS = 40;

    private final Fd root;
    private final Consumer<String> made;
    private final Map<String, Fd> open = new LinkedHashMap<>();

    /** @param made told the path of each directory that is made */
    ParentDirectories(Fd root, Consumer<String> made) {
        this.root = root;
        this.made = made;
    }

    /** Valid until {@link #forget} or {@link #KEPT} other directories have been asked for. */
    Fd of(EntryPath path) throws ArchiveException {
        if (path.isRoot()) {
            return root;
        }
        String key = path.toString();
        Fd known = open.remove(key);
        Fd directory = known == null ? find(path) : known;
        open.put(key, directory);
        if (open.size() > KEPT) {
            var eldest = open.entrySet().iterator().next();
            eldest.getValue().close();
            open.remove(eldest.getKey());
        }
        return directory;
    }

    /** Something on the way to a directory may have been replaced: the next ones are looked up again. */
    void forget() {
        open.values().forEach(Fd::close);
        open.clear();
    }

    private Fd find(EntryPath path) throws ArchiveException {
        try {
            return Tree.directory(root, path.toString());
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOENT) && !e.is(Errno.ENOTDIR)) {
                throw e;
            }
            return make(path);
        }
    }

    /** Goes down part by part; what is missing is made, a dangling link's target too. */
    private Fd make(EntryPath path) throws ArchiveException {
        var todo = new ArrayDeque<>(path.parts());
        var done = new ArrayList<String>();
        int links = 0;
        while (!todo.isEmpty()) {
            String part = todo.removeFirst();
            if (part.equals("..")) {
                if (!done.isEmpty()) {
                    done.removeLast();
                }
                continue;
            }
            String parentPath = String.join("/", done);
            try (Fd parent = Tree.directory(root, parentPath)) {
                Optional<Stat> there = Tree.child(parent, part);
                if (there.isPresent() && there.get().isSymlink()) {
                    if (++links > MAX_LINKS) {
                        throw new ArchiveException("too many links on the way to \"" + path + "\"");
                    }
                    follow(Names.readlinkat(parent.number(), part), done, todo);
                    continue;
                }
                if (there.isEmpty()) {
                    Names.mkdirat(parent.number(), part, 0755);
                    made.accept(parentPath.isEmpty() ? part : parentPath + "/" + part);
                }
            }
            done.add(part);
        }
        return Tree.directory(root, String.join("/", done));
    }

    private static void follow(String target, List<String> done, ArrayDeque<String> todo) {
        if (target.startsWith("/")) {
            done.clear();
        }
        for (String part : List.of(target.split("/")).reversed()) {
            if (!part.isEmpty() && !part.equals(".")) {
                todo.addFirst(part);
            }
        }
    }
}
