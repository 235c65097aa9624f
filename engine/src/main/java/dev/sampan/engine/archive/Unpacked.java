package dev.sampan.engine.archive;

import static dev.sampan.linux.syscall.Files.AT_EMPTY_PATH;

import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Inodes;
import dev.sampan.linux.syscall.Names;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a layer's archive says of the layers below it. A layer is unpacked without them, several of an image at the same time; this is carried out when it
 * is put on them. Paths have no slash at their front; the empty one is the root.
 */
public final class Unpacked {

    /** Finds a file of the layers below for a hard link to it, and makes the first link. */
    @FunctionalInterface
    public interface FileBelow {
        /** @return false when no layer has the file */
        boolean link(String target, Fd parent, String name) throws IOException;
    }

    /** One inode for all hard links to the same file; {@code made} names the first that is there. */
    private static final class Below {
        private final String target;
        private final TarEntry entry;
        private Optional<String> made = Optional.empty();

        Below(String target, TarEntry entry) {
            this.target = target;
            this.entry = entry;
        }
    }

    private final TreeSet<String> hidden = new TreeSet<>();
    private final TreeSet<String> opaque = new TreeSet<>();
    private final Set<String> implied = new HashSet<>();
    private final Set<String> given = new HashSet<>();
    private final Map<String, Below> links = new LinkedHashMap<>();

    Unpacked() {}

    void hidden(EntryPath path) {
        hidden.add(path.toString());
    }

    void opaque(EntryPath directory) {
        opaque.add(directory.toString());
    }

    /** The directory was made for what it holds. */
    void implied(String directory) {
        implied.add(directory);
    }

    /** The directory has an entry of its own. */
    void given(String directory) {
        given.add(directory);
    }

    void linked(EntryPath path, EntryPath target, TarEntry entry) {
        Below same = links.get(target.toString());
        links.put(path.toString(), same == null ? new Below(target.toString(), entry) : same);
    }

    /** Another entry takes the place of what was there. */
    void replaced(EntryPath path) {
        if (!links.isEmpty()) {
            String gone = path.toString();
            links.keySet().removeIf(link -> link.equals(gone) || link.startsWith(gone + "/"));
        }
    }

    /** Names that the layers below have no longer; a directory comes before what it holds. */
    SortedSet<String> hidden() {
        return hidden;
    }

    /** Directories of which only what this layer has is left; one comes before what it holds. */
    SortedSet<String> opaque() {
        return opaque;
    }

    /** Whether the directory looks as the layers below have it. */
    boolean looksAsBelow(String directory) {
        return implied.contains(directory) && !given.contains(directory) && !hidden.contains(directory);
    }

    boolean rootLooksAsBelow() {
        return !given.contains("");
    }

    /**
     * Puts the layer of an overlay on those below it, of which nothing changes.
     *
     * @param lowers their roots, uppermost first
     */
    public void putOn(Fd root, List<Fd> lowers) throws IOException {
        if (rootLooksAsBelow() && !lowers.isEmpty()) {
            copyOwner(Inodes.fstat(lowers.getFirst().number()), root);
        }
        for (String path : implied) {
            if (looksAsBelow(path)) {
                lookAsBelow(root, path, lowers);
            }
        }
        makeLinks(root, (target, parent, name) -> copy(lowers, target, parent, name));
    }

    private static void lookAsBelow(Fd root, String path, List<Fd> lowers) {
        Optional<Stat> below = lowers.stream()
                .map(lower -> Tree.stat(lower, path))
                .flatMap(Optional::stream)
                .findFirst()
                .filter(Stat::isDirectory);
        if (below.isPresent() && Tree.stat(root, path).filter(Stat::isDirectory).isPresent()) {
            try (Fd made = Tree.directory(root, path)) {
                copyOwner(below.get(), made);
            }
        }
    }

    private static void copyOwner(Stat like, Fd directory) {
        Inodes.fchownat(directory.number(), "", like.uid(), like.gid(), AT_EMPTY_PATH);
        Inodes.fchmod(directory.number(), like.permissions());
    }

    /** A hard link to a file of a lower layer cannot be one across layers: the file is copied up. */
    private static boolean copy(List<Fd> lowers, String target, Fd parent, String name) throws IOException {
        String base = target.substring(target.lastIndexOf('/') + 1);
        for (Fd lower : lowers) {
            Optional<Stat> stat = Tree.stat(lower, target);
            if (stat.isPresent() && !Whiteouts.isWhiteout(stat.get())) {
                try (Fd from = Tree.directory(lower, parentOf(target))) {
                    new TreeCopy().copy(from, base, parent, name);
                }
                return true;
            }
        }
        return false;
    }

    /** Throws ArchiveException where no layer has the file. */
    void makeLinks(Fd root, FileBelow below) throws IOException {
        for (var link : links.entrySet()) {
            String path = link.getKey();
            try (Fd parent = Tree.directory(root, parentOf(path))) {
                Stat before = Inodes.fstat(parent.number());
                makeLink(root, path, parent, link.getValue(), below);
                Inodes.utimensat(
                        parent.number(),
                        "",
                        before.accessed().getEpochSecond(),
                        before.accessed().getNano(),
                        before.modified().getEpochSecond(),
                        before.modified().getNano(),
                        AT_EMPTY_PATH);
            } catch (ErrnoException e) {
                Unpack.failed(path, e);
            }
        }
    }

    private static void makeLink(Fd root, String path, Fd parent, Below below, FileBelow files) throws IOException {
        String name = path.substring(path.lastIndexOf('/') + 1);
        removeWhiteout(parent, name);
        if (below.made.isPresent()) {
            String first = below.made.get();
            try (Fd from = Tree.directory(root, parentOf(first))) {
                Names.linkat(from.number(), first.substring(first.lastIndexOf('/') + 1), parent.number(), name, 0);
            }
        } else if (files.link(below.target, parent, name)) {
            below.made = Optional.of(path);
        } else {
            throw missing(below.entry);
        }
    }

    /** The layer also takes away what is below under this name. */
    private static void removeWhiteout(Fd parent, String name) {
        try {
            Names.unlinkat(parent.number(), name, 0);
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }

    static ArchiveException missing(TarEntry link) {
        return new ArchiveException("hard link \"" + link.name() + "\" to \"" + link.link() + "\", which is not there");
    }

    static String parentOf(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }
}
