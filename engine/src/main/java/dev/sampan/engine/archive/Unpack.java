package dev.sampan.engine.archive;

import static dev.sampan.linux.struct.Stat.S_IFBLK;
import static dev.sampan.linux.struct.Stat.S_IFCHR;
import static dev.sampan.linux.struct.Stat.S_IFIFO;
import static dev.sampan.linux.syscall.Content.SEEK_SET;
import static dev.sampan.linux.syscall.Files.AT_SYMLINK_NOFOLLOW;
import static dev.sampan.linux.syscall.Files.O_CREAT;
import static dev.sampan.linux.syscall.Files.O_DIRECTORY;
import static dev.sampan.linux.syscall.Files.O_EXCL;
import static dev.sampan.linux.syscall.Files.O_NOFOLLOW;
import static dev.sampan.linux.syscall.Files.O_RDONLY;
import static dev.sampan.linux.syscall.Files.O_WRONLY;

import dev.sampan.engine.archive.TarEntry.Type;
import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.syscall.Content;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Inodes;
import dev.sampan.linux.syscall.Names;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Turns a tar stream into files below one directory. Invariant 10: no entry leaves that directory, whether by {@code ..}, through a
 * link made by an earlier entry, or by a device; a hostile archive is refused, and its caller drops the half-made tree.
 *
 * <p>Not thread-safe; made for one stream.
 */
public final class Unpack implements AutoCloseable {

    private static final int BUFFER = 256 << 10;

    private final Fd root;
    private final Whiteouts whiteouts;
    private final List<Fd> lowers;
    private final ParentDirectories parents;
    private final byte[] heap = new byte[BUFFER];
    private final ByteBuffer direct = ByteBuffer.allocateDirect(BUFFER);
    private final Map<String, TarEntry> directories = new LinkedHashMap<>();
    private final Set<String> unpacked = new HashSet<>();

    /**
     * @param root the directory that nothing leaves; stays open
     * @param lowers roots of the layers below, uppermost first: a directory that the archive implies gets its attributes from
     *     there, and a hard link may lead there
     */
    public Unpack(Fd root, Whiteouts whiteouts, List<Fd> lowers) {
        this.root = root;
        this.whiteouts = whiteouts;
        this.lowers = List.copyOf(lowers);
        this.parents = new ParentDirectories(root, whiteouts, this.lowers);
    }

    /** Reads the stream to its end. Throws ArchiveException for what is malformed, hostile or too big. */
    public void unpack(InputStream stream, TarLimits limits) throws IOException {
        var reader = new TarReader(stream, limits);
        for (Optional<TarEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
            one(entry.get(), reader);
        }
        finishDirectories();
    }

    private void one(TarEntry entry, TarReader reader) throws IOException {
        try {
            place(entry, EntryPath.of(entry.name()), reader);
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOSPC) || e.is(Errno.EDQUOT) || e.is(Errno.EIO) || e.is(Errno.EMFILE)) {
                throw new IOException("cannot unpack \"" + entry.name() + "\": " + e.getMessage(), e);
            }
            throw new ArchiveException("cannot unpack \"" + entry.name() + "\": " + e.getMessage(), e);
        }
    }

    private void place(TarEntry entry, EntryPath path, TarReader reader) throws IOException {
        if (path.isRoot()) {
            directories.put("", entry);
            return;
        }
        if (whiteouts != Whiteouts.NONE && path.base().startsWith(Whiteouts.PREFIX)) {
            if (!isGone(path.parent())) {
                whiteout(parents.of(path.parent()), path);
            }
            return;
        }
        Fd parent = parents.of(path.parent());
        boolean hidesLower = clear(parent, path, entry);
        switch (entry.type()) {
            case FILE -> file(parent, path.base(), entry, reader);
            case DIRECTORY -> directory(parent, path, entry, hidesLower);
            case SYMBOLIC_LINK -> Names.symlinkat(entry.link(), parent.number(), path.base());
            case HARD_LINK -> hardLink(parent, path.base(), entry);
            case CHARACTER_DEVICE, BLOCK_DEVICE -> device(parent, path.base(), entry);
            case FIFO -> Names.mknodat(parent.number(), path.base(), S_IFIFO | 0600, 0);
        }
        if (entry.type() != Type.DIRECTORY && entry.type() != Type.HARD_LINK && entry.type() != Type.FILE) {
            attributes(parent, path.base(), entry);
        }
        if (whiteouts == Whiteouts.APPLY) {
            remember(path);
        }
    }

    /**
     * Makes room for an entry whose name is taken. A directory stays for a directory.
     *
     * @return whether what went was a whiteout, so that a directory in its place must hide what is below
     */
    private boolean clear(Fd parent, EntryPath path, TarEntry entry) {
        Optional<Stat> there = Tree.child(parent, path.base());
        if (there.isEmpty() || there.get().isDirectory() && entry.type() == Type.DIRECTORY) {
            return false;
        }
        if (there.get().isDirectory() || there.get().isSymlink()) {
            parents.forget();
        }
        Tree.remove(parent, path.base());
        return whiteouts == Whiteouts.OVERLAY && Whiteouts.isWhiteout(there.get());
    }

    // -- one kind each
    // ---------------------------------------------------------------------------------------------------

    private void file(Fd parent, String name, TarEntry entry, TarReader reader) throws IOException {
        try (Fd file = Files.openat(parent.number(), name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600)) {
            if (entry.isSparse()) {
                Content.ftruncate(file.number(), entry.size());
                for (TarEntry.Extent extent : entry.data()) {
                    Content.lseek(file.number(), extent.offset(), SEEK_SET);
                    copy(reader, file, extent.length());
                }
            } else {
                copy(reader, file, entry.size());
            }
            Inodes.fchownat(file.number(), "", entry.uid(), entry.gid(), Files.AT_EMPTY_PATH);
            Inodes.fchmod(file.number(), entry.mode());
            xattrs(file, entry.xattrs());
            times(file.number(), "", entry, Files.AT_EMPTY_PATH);
        }
    }

    private void copy(TarReader reader, Fd file, long length) throws IOException {
        for (long left = length; left > 0; ) {
            int got = reader.read(heap, 0, (int) Math.min(left, heap.length));
            if (got < 0) {
                throw new ArchiveException("unexpected end of archive");
            }
            direct.clear().put(heap, 0, got).flip();
            while (direct.hasRemaining()) {
                Content.write(file.number(), direct);
            }
            left -= got;
        }
    }

    private void directory(Fd parent, EntryPath path, TarEntry entry, boolean hidesLower) {
        if (Tree.child(parent, path.base()).isEmpty()) {
            Names.mkdirat(parent.number(), path.base(), 0700);
        }
        if (hidesLower) {
            try (Fd made = openDirectory(parent, path.base())) {
                Whiteouts.makeOpaque(made);
            }
        }
        directories.put(path.toString(), entry);
    }

    /** The target is another entry's name: resolved inside, its last component not followed, and never a directory. */
    private void hardLink(Fd parent, String name, TarEntry entry) throws IOException {
        EntryPath target = EntryPath.of(entry.link());
        if (target.isRoot()) {
            throw new ArchiveException("hard link \"" + entry.name() + "\" to a directory");
        }
        if (Tree.stat(root, target.toString()).isEmpty()) {
            fromBelow(parent, name, entry, target);
            return;
        }
        try (Fd targetParent = Tree.directory(root, target.parent().toString())) {
            Names.linkat(targetParent.number(), target.base(), parent.number(), name, 0);
        }
    }

    /** A hard link to a file of a lower layer cannot be one across layers: the file is copied up. */
    private void fromBelow(Fd parent, String name, TarEntry entry, EntryPath target) throws IOException {
        for (Fd lower : lowers) {
            Optional<Stat> stat = Tree.stat(lower, target.toString());
            if (stat.isPresent() && !Whiteouts.isWhiteout(stat.get())) {
                try (Fd from = Tree.directory(lower, target.parent().toString())) {
                    new TreeCopy().copy(from, target.base(), parent, name);
                }
                return;
            }
        }
        throw new ArchiveException(
                "hard link \"" + entry.name() + "\" to \"" + entry.link() + "\", which is not there");
    }

    private void device(Fd parent, String name, TarEntry entry) throws ArchiveException {
        boolean character = entry.type() == Type.CHARACTER_DEVICE;
        if (character && entry.major() == 0 && entry.minor() == 0) {
            throw new ArchiveException(
                    "character device 0/0 \"" + entry.name() + "\" would hide a file from an overlay");
        }
        Names.mknodat(
                parent.number(),
                name,
                (character ? S_IFCHR : S_IFBLK) | 0600,
                Stat.device(entry.major(), entry.minor()));
    }

    // -- whiteouts
    // -------------------------------------------------------------------------------------------------------

    /** Whether another whiteout took the directory away already, and with it all that this one could. */
    private boolean isGone(EntryPath directory) {
        if (directory.isRoot()) {
            return false;
        }
        return whiteouts == Whiteouts.APPLY
                ? Tree.stat(root, directory.toString()).isEmpty()
                : Whiteouts.said(root, directory.toString())
                        .filter(there -> !there)
                        .isPresent();
    }

    private void whiteout(Fd parent, EntryPath path) throws IOException {
        String base = path.base();
        if (base.equals(Whiteouts.OPAQUE)) {
            opaque(parent, path.parent());
            return;
        }
        if (base.startsWith(Whiteouts.META_PREFIX)) {
            return; // aufs' own notes, which mean nothing to others
        }
        String hidden = base.substring(Whiteouts.PREFIX.length());
        if (hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
            throw new ArchiveException("whiteout \"" + path + "\" names no file");
        }
        if (whiteouts == Whiteouts.APPLY) {
            EntryPath old = path.parent().child(hidden);
            if (!unpacked.contains(old.toString())) {
                Tree.remove(parent, hidden);
                parents.forget();
            } else if (Tree.child(parent, hidden).filter(Stat::isDirectory).isPresent()) {
                try (Fd directory = openDirectory(parent, hidden)) {
                    removeOld(directory, old);
                }
            }
            return;
        }
        Optional<Stat> there = Tree.child(parent, hidden);
        if (there.isEmpty()) {
            Names.mknodat(parent.number(), hidden, S_IFCHR, 0);
        } else if (there.get().isDirectory()) {
            hideBelow(parent, path.parent().child(hidden));
        }
    }

    /** The layer has a directory of that name, too: it stays, without what is below; or it was only made for whiteouts and goes. */
    private void hideBelow(Fd parent, EntryPath path) throws IOException {
        try (Fd directory = openDirectory(parent, path.base())) {
            if (holdsMoreThanWhiteouts(directory, path.toString())) {
                Whiteouts.makeOpaque(directory);
                return;
            }
        }
        parents.forget();
        try (Fd above = Tree.directory(root, path.parent().toString())) {
            Tree.remove(above, path.base());
            Names.mknodat(above.number(), path.base(), S_IFCHR, 0);
        }
    }

    private boolean holdsMoreThanWhiteouts(Fd directory, String path) throws IOException {
        var way = new WalkedPath();
        var more = new AtomicBoolean(directories.containsKey(path));
        if (more.get()) {
            return true;
        }
        Walk.below(directory, new Walk.Visitor() {
            @Override
            public boolean visit(Fd parent, String name) {
                Stat stat = Inodes.statx(parent.number(), name, AT_SYMLINK_NOFOLLOW);
                boolean ofTheLayer = stat.isDirectory()
                        ? directories.containsKey(path + "/" + way.of(name))
                        : !Whiteouts.isWhiteout(stat);
                more.compareAndSet(false, ofTheLayer);
                return stat.isDirectory() && !more.get();
            }

            @Override
            public void enter(Fd entered, String name) {
                way.down(name);
            }

            @Override
            public void leave(Fd parent, String name) {
                way.up();
            }
        });
        return more.get();
    }

    private void opaque(Fd directory, EntryPath path) throws IOException {
        if (whiteouts == Whiteouts.OVERLAY) {
            Whiteouts.makeOpaque(directory);
            return;
        }
        removeOld(directory, path);
    }

    /** What the layers below have in a directory goes, what came with this layer stays. */
    private void removeOld(Fd directory, EntryPath path) throws IOException {
        var way = new WalkedPath();
        String prefix = path.isRoot() ? "" : path + "/";
        Walk.below(directory, new Walk.Visitor() {
            @Override
            public boolean visit(Fd parent, String name) {
                if (!unpacked.contains(prefix + way.of(name))) {
                    Tree.remove(parent, name);
                    return false;
                }
                return Tree.child(parent, name).filter(Stat::isDirectory).isPresent();
            }

            @Override
            public void enter(Fd entered, String name) {
                way.down(name);
            }

            @Override
            public void leave(Fd parent, String name) {
                way.up();
            }
        });
        parents.forget();
    }

    /** The path and the directories it lies in came with this layer: its own whiteouts do not concern them. */
    private void remember(EntryPath path) {
        for (EntryPath at = path; !at.isRoot() && unpacked.add(at.toString()); ) {
            at = at.parent();
        }
    }

    // -- attributes
    // ------------------------------------------------------------------------------------------------------

    /** Of what cannot be opened: links, devices, pipes. Ownership first, for it clears the set-id bits. */
    private static void attributes(Fd parent, String name, TarEntry entry) {
        Inodes.fchownat(parent.number(), name, entry.uid(), entry.gid(), AT_SYMLINK_NOFOLLOW);
        if (entry.type() != Type.SYMBOLIC_LINK) {
            Inodes.fchmodat(parent.number(), name, entry.mode());
        }
        times(parent.number(), name, entry, AT_SYMLINK_NOFOLLOW);
    }

    private static void times(int at, String name, TarEntry entry, int flags) {
        Inodes.utimensat(at, name, entry.seconds(), entry.nanos(), entry.seconds(), entry.nanos(), flags);
    }

    private static void xattrs(Fd file, Map<String, byte[]> xattrs) {
        xattrs.forEach((name, value) -> {
            if (Xattrs.mayComeFromOutside(name)) {
                Xattrs.set(file, name, value);
            }
        });
    }

    /** Last, deepest first: making a file in a directory changes its time, and a mode without w or x would stop us elsewhere. */
    private void finishDirectories() throws IOException {
        for (var directory : List.copyOf(directories.entrySet()).reversed()) {
            finish(directory.getKey(), directory.getValue());
        }
    }

    private void finish(String path, TarEntry entry) throws IOException {
        Optional<Stat> there = Tree.stat(root, path);
        if (there.isEmpty() || !there.get().isDirectory()) {
            return; // a later entry took its place
        }
        try (Fd directory = Tree.directory(root, path)) {
            Inodes.fchownat(directory.number(), "", entry.uid(), entry.gid(), Files.AT_EMPTY_PATH);
            Inodes.fchmod(directory.number(), entry.mode());
            xattrs(directory, entry.xattrs());
            times(directory.number(), "", entry, Files.AT_EMPTY_PATH);
        } catch (ErrnoException e) {
            throw new ArchiveException("cannot unpack \"" + entry.name() + "\": " + e.getMessage(), e);
        }
    }

    private static Fd openDirectory(Fd parent, String name) {
        return Files.openat(parent.number(), name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0);
    }

    @Override
    public void close() {
        parents.forget();
    }
}
