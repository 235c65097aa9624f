package dev.sampan.engine.storage;

import dev.sampan.engine.archive.TarEntry;
import dev.sampan.engine.archive.TarEntry.Type;
import dev.sampan.engine.archive.TarWriter;
import dev.sampan.engine.archive.Tree;
import dev.sampan.linux.syscall.Fd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A small layer between an image and its containers: the files and folders on which every container has something mounted, as far as the image lacks
 * them, and {@code /.dockerenv}. So they are the same in all containers and no change of one ({@code docker diff}).
 */
final class InitLayer {

    /** What one has that is not in the image; the names Docker makes, with its modes. */
    private static final List<TarEntry> WANTED = List.of(
            entry(".dockerenv", Type.FILE, ""),
            entry("dev/console", Type.FILE, ""),
            entry("dev/pts", Type.DIRECTORY, ""),
            entry("dev/shm", Type.DIRECTORY, ""),
            entry("etc/hostname", Type.FILE, ""),
            entry("etc/hosts", Type.FILE, ""),
            entry("etc/mtab", Type.SYMBOLIC_LINK, "/proc/mounts"),
            entry("etc/resolv.conf", Type.FILE, ""),
            entry("proc", Type.DIRECTORY, ""),
            entry("sys", Type.DIRECTORY, ""));

    private final Storage storage;

    InitLayer(Storage storage) {
        this.storage = storage;
    }

    /** The image's layers with this one on top, which is made if it is not there. */
    List<LayerId> on(List<LayerId> image) throws IOException {
        LayerId id = ChainId.ofInit(image);
        if (!storage.has(id)) {
            make(id, image);
        }
        return Stream.concat(image.stream(), Stream.of(id)).toList();
    }

    private void make(LayerId id, List<LayerId> image) throws IOException {
        try (LayerDraft draft = storage.draft()) {
            draft.unpack(new ByteArrayInputStream(missingOf(image)));
            draft.commit(id, image);
        }
    }

    /** A tar of what the image lacks. */
    private byte[] missingOf(List<LayerId> image) throws IOException {
        if (image.isEmpty()) {
            return tar(name -> false);
        }
        try (Fd tree = storage.openTree(image.getLast())) {
            return tar(name -> Tree.stat(tree, name).isPresent());
        }
    }

    private static byte[] tar(Predicate<String> isThere) throws IOException {
        var tar = new ByteArrayOutputStream();
        var writer = new TarWriter(tar);
        for (TarEntry entry : WANTED) {
            if (!isThere.test(entry.name())) {
                writer.begin(entry);
            }
        }
        writer.finish();
        return tar.toByteArray();
    }

    private static TarEntry entry(String name, Type type, String link) {
        int mode = type == Type.SYMBOLIC_LINK ? 0777 : 0755;
        return new TarEntry(name, type, link, mode, 0, 0, 0, 0, 0, 0, 0, Map.of(), List.of());
    }
}
