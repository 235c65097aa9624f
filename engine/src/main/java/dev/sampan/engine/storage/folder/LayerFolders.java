package dev.sampan.engine.storage.folder;

import static java.nio.file.Files.isDirectory;

import dev.sampan.engine.archive.Tree;
import dev.sampan.engine.archive.TreeUsage;
import dev.sampan.engine.error.EngineException.Conflict;
import dev.sampan.engine.error.EngineException.NotFound;
import dev.sampan.engine.storage.Layer;
import dev.sampan.engine.storage.LayerId;
import dev.sampan.engine.storage.Usage;
import dev.sampan.engine.store.StateDirectory;
import dev.sampan.engine.store.StateFile;
import dev.sampan.linux.syscall.Content;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Names;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One folder per layer below a driver's root. A folder is made as {@code .new-RANDOM} and renamed; one to be removed is renamed to
 * {@code .gone-RANDOM} first. Names with a dot at their front are leftovers when the storage is opened.
 *
 * <p>{@code layer} in a folder says what the layer is ({@link LayerRecord}).
 */
public final class LayerFolders {

    private static final String RECORD = "layer";

    private final Path root;
    private final Fd rootFd;

    /** A record never changes, and a start asks for it several times. */
    private final Map<LayerId, LayerRecord> records = new ConcurrentHashMap<>();

    public LayerFolders(Path root) throws IOException {
        this.root = StateDirectory.make(root);
        this.rootFd = Tree.open(root);
        for (String name : Tree.names(rootFd)) {
            if (name.startsWith(".")) {
                Tree.remove(rootFd, name);
            } else if (LayerId.isOne(name) && !isDirectory(root.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                StateFile.setAside(root.resolve(name), "it is no layer's directory");
            }
        }
    }

    public Path root() {
        return root;
    }

    public Path path(LayerId id) {
        return root.resolve(id.value());
    }

    public boolean has(LayerId id) {
        return Tree.child(rootFd, id.value()).isPresent();
    }

    /** What else there is (lost+found of a disk of its own) is no layer. */
    public Set<LayerId> all() {
        var ids = new TreeSet<LayerId>((a, b) -> a.value().compareTo(b.value()));
        for (String name : Tree.names(rootFd)) {
            if (LayerId.isOne(name)) {
                ids.add(new LayerId(name));
            }
        }
        return ids;
    }

    /** The name of a new folder that {@link #settle} or {@link #discard} ends. */
    String begin() {
        String name = ".new-" + UUID.randomUUID();
        Names.mkdirat(rootFd.number(), name, 0700);
        return name;
    }

    Path begun(String folder) {
        return root.resolve(folder);
    }

    void write(String folder, LayerRecord record) throws IOException {
        java.nio.file.Files.write(root.resolve(folder).resolve(RECORD), record.bytes());
    }

    public Layer layer(LayerId id) throws IOException {
        LayerRecord record = record(id);
        return new Layer(record.writable(), record.parents());
    }

    public LayerRecord record(LayerId id) throws IOException {
        try {
            return records.computeIfAbsent(id, this::read);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private LayerRecord read(LayerId id) {
        return known(id).orElseThrow(() -> {
            if (has(id)) {
                return new UncheckedIOException(new IOException("the record of layer " + id + " is damaged"));
            }
            return new NotFound("layer " + id + " does not exist");
        });
    }

    /** Empty where nobody knows any more what the layer is. */
    public Optional<LayerRecord> known(LayerId id) {
        return StateFile.read(path(id).resolve(RECORD), LayerRecord::parse);
    }

    public void repair(LayerId id, Layer layer) throws IOException {
        if (has(id) && known(id).isEmpty()) {
            LayerRecord record = LayerRecord.again(layer.writable(), layer.parents());
            StateFile.replace(path(id).resolve(RECORD), record.bytes());
        }
    }

    /** What a driver puts into a new folder. */
    @FunctionalInterface
    public interface Filling {
        void fill(Path folder) throws IOException;
    }

    /** Makes a writable layer's folder. Not flushed: an empty layer that a power cut takes away is made again when the container starts. */
    public void create(LayerId id, LayerRecord record, Filling filling) throws IOException {
        String folder = begin();
        try {
            filling.fill(begun(folder));
            write(folder, record);
            if (!settle(folder, id)) {
                throw new Conflict("layer " + id + " exists");
            }
        } catch (IOException | RuntimeException e) {
            discard(folder);
            throw e;
        }
    }

    /** Gives the folder its name; false if the name is taken. */
    boolean settle(String folder, LayerId id) {
        try {
            Names.renameat2(rootFd.number(), folder, rootFd.number(), id.value(), Names.RENAME_NOREPLACE);
            return true;
        } catch (ErrnoException e) {
            if (e.is(Errno.EEXIST)) {
                return false;
            }
            throw e;
        }
    }

    /** Everything of the file system that holds the layers, names included. */
    void flush() {
        Content.syncfs(rootFd.number());
    }

    /** So that the rename itself survives a power cut. */
    void flushNames() {
        Content.fsync(rootFd.number());
    }

    void discard(String folder) {
        Tree.remove(rootFd, folder);
    }

    public void remove(LayerId id) {
        String gone = ".gone-" + UUID.randomUUID();
        try {
            records.compute(id, (key, known) -> {
                Names.renameat2(rootFd.number(), id.value(), rootFd.number(), gone, 0);
                return null;
            });
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT)) {
                return;
            }
            throw e;
        }
        Tree.remove(rootFd, gone);
    }

    public void require(List<LayerId> parents) {
        for (LayerId parent : parents) {
            if (!has(parent)) {
                throw new NotFound("layer " + parent + " does not exist");
            }
        }
    }

    public static Usage usage(Fd tree) throws IOException {
        var counted = TreeUsage.of(tree);
        return new Usage(counted.bytes(), counted.apparent(), counted.inodes());
    }
}
