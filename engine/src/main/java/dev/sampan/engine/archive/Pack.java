package dev.sampan.engine.archive;

import static dev.sampan.linux.syscall.Files.AT_SYMLINK_NOFOLLOW;
import static dev.sampan.linux.syscall.Files.O_NOFOLLOW;
import static dev.sampan.linux.syscall.Files.O_NONBLOCK;
import static dev.sampan.linux.syscall.Files.O_RDONLY;

import dev.sampan.engine.archive.TarEntry.Type;
import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.syscall.Content;
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

/**
 * Turns a tree into a tar stream: {@code docker export}. Links are not followed and other mounts not entered; what a running container changes
 * meanwhile is packed as seen. Sockets are left out, which no tar can hold.
 */
public final class Pack implements Walk.Visitor {

    private static final int BUFFER = 256 << 10;

    private record Inode(long device, long number) {}

    private final TarWriter tar;
    private final WalkedPath way = new WalkedPath();
    private final Map<Inode, String> linked = new HashMap<>();
    private final ByteBuffer direct = ByteBuffer.allocateDirect(BUFFER);
    private final byte[] heap = new byte[BUFFER];

    public Pack(OutputStream out) {
        this.tar = new TarWriter(out);
    }

    /** Packs everything below the directory, names relative to it; and ends the tar. */
    public void contents(Fd tree) throws IOException {
        Walk.below(tree, this);
        tar.finish();
    }

    @Override
    public boolean visit(Fd parent, String name) throws IOException {
        Stat stat = Inodes.statx(parent.number(), name, AT_SYMLINK_NOFOLLOW);
        Optional<Type> type = type(stat);
        if (type.isEmpty()) {
            return false;
        }
        if (type.get() == Type.DIRECTORY) {
            return true;
        }
        String path = way.of(name);
        if (stat.links() > 1) {
            String first = linked.putIfAbsent(new Inode(stat.device(), stat.inode()), path);
            if (first != null) {
                tar.begin(entry(path, Type.HARD_LINK, first, stat, 0, Map.of()));
                return false;
            }
        }
        if (type.get() == Type.FILE) {
            file(parent, name, path, stat);
        } else {
            String link = type.get() == Type.SYMBOLIC_LINK ? Names.readlinkat(parent.number(), name) : "";
            tar.begin(entry(path, type.get(), link, stat, 0, Map.of()));
        }
        return false;
    }

    @Override
    public void enter(Fd directory, String name) throws IOException {
        way.down(name);
        Stat stat = Inodes.fstat(directory.number());
        tar.begin(entry(way.directory(), Type.DIRECTORY, "", stat, 0, xattrs(directory)));
    }

    @Override
    public void leave(Fd parent, String name) {
        way.up();
    }

    @Override
    public void lose() {
        way.up();
    }

    /** A mount's place, empty. */
    @Override
    public void mount(Fd parent, String name, ErrnoException refused) throws IOException {
        Stat stat = Inodes.statx(parent.number(), name, AT_SYMLINK_NOFOLLOW);
        tar.begin(entry(way.of(name) + "/", Type.DIRECTORY, "", stat, 0, Map.of()));
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
