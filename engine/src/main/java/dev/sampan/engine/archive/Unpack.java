package dev.sampan.engine.archive;

import static dev.sampan.linux.struct.Stat.S_IFBLK;
import static dev.sampan.linux.struct.Stat.S_IFCHR;
import static dev.sampan.linux.struct.Stat.S_IFIFO;
import static dev.sampan.linux.syscall.Content.SEEK_SET;
import static dev.sampan.linux.syscall.Files.AT_SYMLINK_NOFOLLOW;
import static dev.sampan.linux.syscall.Files.O_CREAT;
import static dev.sampan.linux.syscall.Files.O_EXCL;
import static dev.sampan.linux.syscall.Files.O_NOFOLLOW;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    private final ParentDirectories parents;
    private final byte[] heap = new byte[BUFFER];
    private final ByteBuffer direct = ByteBuffer.allocateDirect(BUFFER);
    private final Map<String, TarEntry> directories = new LinkedHashMap<>();
    private final Unpacked unpacked = new Unpacked();

    /** @param root the directory that nothing leaves; stays open */
    public Unpack(Fd root, Whiteouts whiteouts) {
        this.root = root;
        this.whiteouts = whiteouts;
        this.parents = new ParentDirectories(root, unpacked::implied);
    }

    /**
     * Reads the stream to its end. Throws ArchiveException for what is malformed, hostile or too big.
     *
     * @return what the archive says of the layers below it
     */
    public Unpacked unpack(InputStream stream, TarLimits limits) throws IOException {
        var reader = new TarReader(stream, limits);
        for (Optional<TarEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
            one(entry.get(), reader);
        }
        if (whiteouts == Whiteouts.OVERLAY) {
            new OverlayWhiteouts(root, parents).write(unpacked);
        }
        finishDirectories();
        return unpacked;
    }

    private void one(TarEntry entry, TarReader reader) throws IOException {
        try {
            place(entry, EntryPath.of(entry.name()), reader);
        } catch (ErrnoException e) {
            failed(entry.name(), e);
        }
    }

    /** A host that lacks something says nothing about the archive. */
    static void failed(String name, ErrnoException e) throws IOException {
        String message = "cannot unpack \"" + name + "\": " + e.getMessage();
        if (e.is(Errno.ENOSPC) || e.is(Errno.EDQUOT) || e.is(Errno.EIO) || e.is(Errno.EMFILE)) {
            throw new IOException(message, e);
        }
        throw new ArchiveException(message, e);
    }

    private void place(TarEntry entry, EntryPath path, TarReader reader) throws IOException {
        if (path.isRoot()) {
            putDirectory("", entry);
            return;
        }
        if (whiteouts != Whiteouts.NONE && path.base().startsWith(Whiteouts.PREFIX)) {
            whiteout(path);
            return;
        }
        Fd parent = parents.of(path.parent());
        clear(parent, path, entry);
        switch (entry.type()) {
            case FILE -> file(parent, path.base(), entry, reader);
            case DIRECTORY -> directory(parent, path, entry);
            case SYMBOLIC_LINK -> Names.symlinkat(entry.link(), parent.number(), path.base());
            case HARD_LINK -> hardLink(parent, path, entry);
            case CHARACTER_DEVICE, BLOCK_DEVICE -> device(parent, path.base(), entry);
            case FIFO -> Names.mknodat(parent.number(), path.base(), S_IFIFO | 0600, 0);
        }
        if (entry.type() != Type.DIRECTORY && entry.type() != Type.HARD_LINK && entry.type() != Type.FILE) {
            attributes(parent, path.base(), entry);
        }
    }

    /** What of the layers below is gone is remembered alone: it concerns nothing of this archive, wherever in it that is said. */
    private void whiteout(EntryPath path) throws ArchiveException {
        String base = path.base();
        if (base.equals(Whiteouts.OPAQUE)) {
            unpacked.opaque(path.parent());
            return;
        }
        if (base.startsWith(Whiteouts.META_PREFIX)) {
            return; // aufs' own notes, which mean nothing to others
        }
        String hidden = base.substring(Whiteouts.PREFIX.length());
        if (hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
            throw new ArchiveException("whiteout \"" + path + "\" names no file");
        }
        unpacked.hidden(path.parent().child(hidden));
    }

    /** Makes room for an entry whose name is taken. A directory stays for a directory. */
    private void clear(Fd parent, EntryPath path, TarEntry entry) {
        unpacked.replaced(path);
        Optional<Stat> there = Tree.child(parent, path.base());
        if (there.isEmpty() || there.get().isDirectory() && entry.type() == Type.DIRECTORY) {
            return;
        }
        if (there.get().isDirectory() || there.get().isSymlink()) {
            parents.forget();
        }
        Tree.remove(parent, path.base());
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

    private void directory(Fd parent, EntryPath path, TarEntry entry) {
        if (Tree.child(parent, path.base()).isEmpty()) {
            Names.mkdirat(parent.number(), path.base(), 0700);
        }
        putDirectory(path.toString(), entry);
    }

    private void putDirectory(String path, TarEntry entry) {
        directories.put(path, entry);
        unpacked.given(path);
    }

    /**
     * The target is another entry's name: resolved inside, its last component not followed, and never a directory. One that the archive
     * does not have may be a file of a layer below.
     */
    private void hardLink(Fd parent, EntryPath path, TarEntry entry) throws IOException {
        EntryPath target = EntryPath.of(entry.link());
        if (target.isRoot()) {
            throw new ArchiveException("hard link \"" + entry.name() + "\" to a directory");
        }
        if (Tree.stat(root, target.toString()).isPresent()) {
            try (Fd targetParent = Tree.directory(root, target.parent().toString())) {
                Names.linkat(targetParent.number(), target.base(), parent.number(), path.base(), 0);
            }
        } else if (whiteouts != Whiteouts.NONE) {
            unpacked.linked(path, target, entry);
        } else {
            throw Unpacked.missing(entry);
        }
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

    @Override
    public void close() {
        parents.forget();
    }
}
