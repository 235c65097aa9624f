package dev.sampan.engine.storage;

import dev.sampan.engine.archive.Tree;
import dev.sampan.engine.error.EngineException.NotImplemented;
import dev.sampan.engine.oci.Mount;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Inodes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Layers of one driver below one directory.
 *
 * <p>A layer has parents, base first; its tree is what they hold, changed by what it holds itself. A <b>read-only</b> layer is filled once, through a
 * {@link LayerDraft}, and never changes after its commit. A <b>writable</b> one is a container's: it is empty when made, and the container's
 * changes stay in it.
 *
 * <p>An example, a container from an image of two layers:
 *
 * <pre>{@code
 * LayerId a = new LayerId("a"), b = new LayerId("b"), c1 = new LayerId("c1");
 * try (LayerDraft base = storage.draft(); LayerDraft top = storage.draft()) {
 *     base.unpack(baseTar); // in any order, at the same time too
 *     top.unpack(topTar);
 *     base.commit(a, List.of());
 *     top.commit(b, List.of(a));
 * }
 * storage.createWritable(c1, List.of(a, b));
 * List<Mount> rootfs = storage.mount(c1); // the launch plan mounts it inside the container's namespace
 * storage.unmount(c1); // the container has ended
 * }</pre>
 *
 * <p>A driver writes eight methods. What the others do by default is right for every driver, and slow: it opens the layer's whole tree.
 *
 * <p>Promises, which the conformance suite tests for each driver:
 *
 * <ul>
 *   <li>A layer is whole or absent, whenever the process or the machine stops: a committed read-only layer has reached the disk.
 *   <li>Nothing of overlay2 or vfs appears in the host's mount table; what another driver must mount there, {@link #unmount} ends.
 *   <li>Removing a layer never touches another one. Whether another one needs it is the caller's to know.
 *   <li>All methods may be called at the same time for different layers.
 * </ul>
 */
public interface Storage {

    /** Begins a read-only layer. Closing the draft without commit leaves nothing. */
    LayerDraft draft() throws IOException;

    /** Makes an empty writable layer. Throws EngineException.Conflict if the id is taken, NotFound if a parent is missing. */
    void createWritable(LayerId id, List<LayerId> parents) throws IOException;

    /** The root file system of a writable layer, as the mounts that make it inside the container's own mount namespace. */
    List<Mount> mount(LayerId id) throws IOException;

    /**
     * The layer's tree, parents included, as a directory for reading that is attached nowhere; it vanishes with the descriptor. What is below must be opened
     * with openat2 and RESOLVE_IN_ROOT (invariant 1). Of a running container it shows the files, not its mounts.
     */
    Fd openTree(LayerId id) throws IOException;

    /** Removes a layer; none there is no error. It is renamed away first: after a crash it is whole or absent. */
    void remove(LayerId id) throws IOException;

    /** Every layer, read-only and writable. */
    Set<LayerId> all() throws IOException;

    /** Throws NotFound for one that is not there, IOException for one that does not say what it is. */
    Layer layer(LayerId id) throws IOException;

    /** What the layer itself takes, without its parents. Known at once for a read-only one, counted for a writable one. */
    Usage usage(LayerId id) throws IOException;

    // -- what a driver seldom needs
    // --------------------------------------------------------------------------------------------

    /**
     * Called once after each {@link #mount}: when the container has ended, or has not come to run. Gives back what {@link #mount} took on
     * the host. After the death of an engine it may be called for a layer that is not mounted.
     */
    default void unmount(LayerId id) throws IOException {}

    /**
     * Makes a writable layer over a directory of the host, which itself stays as it is ({@code run --rootfs}).
     *
     * @param spare a directory on another file system, for the case that {@code directory} contains this storage (it is {@code /})
     */
    default void createWritableOver(LayerId id, Path directory, Path spare) throws IOException {
        throw new NotImplemented("the storage driver has no layers over a directory of the host");
    }

    default boolean has(LayerId id) throws IOException {
        return all().contains(id);
    }

    /** Whether a directory is the root of a writable layer's tree as the mounts of {@link #mount} show it; false where that is not known. */
    default boolean isRootOf(LayerId id, Fd directory) throws IOException {
        return false;
    }

    /**
     * One regular file of the layer's tree, parents included, opened for reading; links are followed inside the tree. Empty when there is no such file.
     */
    default Optional<Fd> openFile(LayerId id, String path) throws IOException {
        try (Fd tree = openTree(id);
                Fd found = Files.openat2(tree.number(), inside(path), Files.O_PATH, 0, Tree.INSIDE)) {
            boolean regular = Inodes.fstat(found.number()).isRegular();
            int flags = Files.O_RDONLY | Files.O_NONBLOCK | Files.O_NOCTTY;
            return regular ? Optional.of(Files.openat(Files.AT_FDCWD, found.path(), flags, 0)) : Optional.empty();
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Whether something that is no directory stands at the path or on the way to it, so that no directory can be made there. */
    default boolean isBlocked(LayerId id, String path) throws IOException {
        try (Fd tree = openTree(id);
                Fd found = Files.openat2(tree.number(), inside(path), Files.O_PATH, 0, Tree.INSIDE)) {
            return !Inodes.fstat(found.number()).isDirectory();
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT)) {
                return false;
            }
            if (e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP)) {
                return true;
            }
            throw e;
        }
    }

    private static String inside(String path) {
        return path.isEmpty() ? "." : path;
    }

    /** What a writable layer has changed, ordered by path. */
    default List<Change> diff(LayerId id) throws IOException {
        List<LayerId> parents = layer(id).parents();
        try (Fd now = openTree(id)) {
            if (parents.isEmpty()) {
                return Changes.ofTree(now);
            }
            try (Fd before = openTree(parents.getLast())) {
                return Changes.ofTrees(now, before);
            }
        }
    }

    /**
     * Says once more what a layer is, where that cannot be read any more: a power cut takes it from a fresh writable one. Does nothing
     * for one that can be read, or is not there.
     */
    default void repair(LayerId id, Layer layer) throws IOException {}
}
