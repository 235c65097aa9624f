package dev.sampan.engine.archive;

import static dev.sampan.linux.syscall.Files.AT_SYMLINK_NOFOLLOW;
import static dev.sampan.linux.syscall.Files.O_DIRECTORY;
import static dev.sampan.linux.syscall.Files.O_NOFOLLOW;
import static dev.sampan.linux.syscall.Files.O_NONBLOCK;
import static dev.sampan.linux.syscall.Files.O_RDONLY;

import dev.sampan.engine.archive.TarEntry.Type;
import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.syscall.Content;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.ExtendedAttributes;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Inodes;
import dev.sampan.linux.syscall.Names;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Turns a tree into a tar stream: {@code docker export}. Links are not followed and other mounts not entered; what a running container changes
 * meanwhile is packed as seen. Sockets are left out, which no tar can hold.
 */
public final class Pack {

    private static final int BUFFER = 256 << 10;

    private record Inode(long device, long number) {}

    private final TarWriter tar;
    private final Map<Inode, String> linked = new HashMap<>();
    private final ByteBuffer direct = ByteBuffer.allocateDirect(BUFFER);
    private final byte[] heap = new byte[BUFFER];

    public Pack(OutputStream out) {
        this.tar = new TarWriter(out);
    }

    /** Packs everything below the directory, names relative to it, ordered; and ends the tar. */
    public void contents(Fd tree) throws IOException {
        below(tree, "");
        tar.finish();
    }

    private void below(Fd directory, String prefix) throws IOException {
        for (String name : new TreeSet<>(Tree.names(directory))) {
            try {
                one(directory, name, prefix + name);
            } catch (ErrnoException e) {
                if (!e.is(Errno.ENOENT)) {
                    throw e;
                }
            }
        }
    }

    private void one(Fd parent, String name, String path) throws IOException {
        Stat stat = Inodes.statx(parent.number(), name, AT_SYMLINK_NOFOLLOW);
        Optional<Type> type = type(stat);
        if (type.isEmpty()) {
            return;
        }
        if (type.get() == Type.DIRECTORY) {
            directory(parent, name, path, stat);
            return;
        }
        if (stat.links() > 1) {
            String first = linked.putIfAbsent(new Inode(stat.device(), stat.inode()), path);
            if (first != null) {
                tar.begin(entry(path, Type.HARD_LINK, first, stat, 0, Map.of()));
                return;
            }
        }
        if (type.get() == Type.FILE) {
            file(parent, name, path, stat);
        } else {
            String link = type.get() == Type.SYMBOLIC_LINK ? Names.readlinkat(parent.number(), name) : "";
            tar.begin(entry(path, type.get(), link, stat, 0, Map.of()));
        }
    }

    private void directory(Fd parent, String name, String path, Stat stat) throws IOException {
        try (Fd directory = Files.openat2(parent.number(), name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0, Tree.OURS)) {
            tar.begin(entry(path + "/", Type.DIRECTORY, "", stat, 0, xattrs(directory)));
            below(directory, path + "/");
        } catch (ErrnoException e) {
            if (!e.is(Errno.EXDEV)) {
                throw e;
            }
            tar.begin(entry(path + "/", Type.DIRECTORY, "", stat, 0, Map.of())); // a mount's place, empty
        }
    }

    private void file(Fd parent, String name, String path, Stat stat) throws IOException {
        try (Fd file = Files.openat2(parent.number(), name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0, Tree.OURS)) {
            tar.begin(entry(path, Type.FILE, "", stat, stat.size(), xattrs(file)));
            while (tar.unwritten() > 0) {
                direct.clear().limit((int) Math.min(heap.length, tar.unwritten()));
                int got = Content.read(file.number(), direct);
                if (got <= 0) {
                    zeros(); // it became shorter meanwhile
                    return;
                }
                direct.flip().get(heap, 0, got);
                tar.write(heap, 0, got);
            }
        }
    }

    private void zeros() throws IOException {
        byte[] zeros = new byte[8192];
        while (tar.unwritten() > 0) {
            tar.write(zeros, 0, (int) Math.min(zeros.length, tar.unwritten()));
        }
    }

    private static Optional<Type> type(Stat stat) {
        return switch (stat.type()) {
            case Stat.S_IFREG -> Optional.of(Type.FILE);
            case Stat.S_IFDIR -> Optional.of(Type.DIRECTORY);
            case Stat.S_IFLNK -> Optional.of(Type.SYMBOLIC_LINK);
            case Stat.S_IFCHR -> Optional.of(Type.CHARACTER_DEVICE);
            case Stat.S_IFBLK -> Optional.of(Type.BLOCK_DEVICE);
            case Stat.S_IFIFO -> Optional.of(Type.FIFO);
            default -> Optional.empty();
        };
    }

    private static Map<String, byte[]> xattrs(Fd file) {
        var found = new HashMap<String, byte[]>();
        for (String name : ExtendedAttributes.flistxattr(file.number())) {
            if (Xattrs.mayComeFromOutside(name)) {
                ExtendedAttributes.fgetxattr(file.number(), name).ifPresent(value -> found.put(name, value));
            }
        }
        return found;
    }

    private static TarEntry entry(
            String name, Type type, String link, Stat stat, long size, Map<String, byte[]> xattrs) {
        return new TarEntry(
                name,
                type,
                link,
                stat.permissions(),
                stat.uid(),
                stat.gid(),
                size,
                stat.modified().getEpochSecond(),
                0,
                (int) Names.major(stat.specialDevice()),
                (int) Names.minor(stat.specialDevice()),
                xattrs,
                List.of());
    }
}
