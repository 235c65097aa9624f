package dev.sampan.engine.storage;

import dev.sampan.engine.oci.Mount;
import dev.sampan.linux.syscall.Fd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Layers of one driver below one directory.
 *
 * <p>A layer has parents, base first; its tree is what they hold, changed by what it holds itself. A <b>read-only</b> layer is filled once, through a
 * {@link LayerDraft}, and never changes after its commit. A <b>writable</b> one is a container's: it is empty when made, and the container's changes
 * stay in it.
 *
 * <p>An example, a container from an image of two layers:
 *
 * <pre>{@code
 * try (LayerDraft base = storage.createReadOnly(List.of())) {
 *     unpackInto(base);
 *     base.commit(new LayerId("a"));
 * }
 * try (LayerDraft top = storage.createReadOnly(List.of(new LayerId("a")))) { ... top.commit(new LayerId("b")); }
 * storage.createWritable(new LayerId("c1"), List.of(new LayerId("a"), new LayerId("b")));
 * List<Mount> rootfs = storage.mount(new LayerId("c1")); // the launch plan mounts it inside the container's namespace
 * }</pre>
 *
 * <p>Promises, which the conformance suite tests for each driver:
 *
 * <ul>
 *   <li>A layer is whole or absent, whenever the process or the machine stops: a committed read-only layer has reached the disk.
 *   <li>Nothing appears in the host's mount table.
 *   <li>Removing a layer never touches another one. Whether another one needs it is the caller's to know.
 *   <li>All methods may be called at the same time for different layers.
 * </ul>
 */
public interface Storage {

    /** Begins a read-only layer on these parents, base first. Closing the draft without commit leaves nothing. */
    LayerDraft createReadOnly(List<LayerId> parents) throws IOException;

    /** Makes an empty writable layer. Throws EngineException.Conflict if the id is taken, NotFound if a parent is missing. */
    void createWritable(LayerId id, List<LayerId> parents) throws IOException;

    /**
     * Makes a writable layer over a directory of the host, which itself stays as it is ({@code run --rootfs}).
     *
     * @param spare a directory on another file system, for the case that {@code directory} contains this storage (it is {@code /})
     */
    void createWritableOver(LayerId id, Path directory, Path spare) throws IOException;

    /** The root file system of a writable layer, as the mounts that make it. Nothing is mounted by this. */
    List<Mount> mount(LayerId id) throws IOException;

    /** Called after a writable layer's last use by a container; gives back what {@link #mount} took on the host, if anything. */
    void unmount(LayerId id) throws IOException;

    /**
     * The layer's tree, parents included, as a directory for reading that is attached nowhere; it vanishes with the descriptor. What is below must be opened
     * with openat2 and RESOLVE_IN_ROOT (invariant 1). Of a running container it shows the files, not its mounts.
     */
    Fd openTree(LayerId id) throws IOException;

    /** Whether a directory is the root of a writable layer's tree as the mounts of {@link #mount} show it. */
    boolean isRootOf(LayerId id, Fd directory) throws IOException;

    /**
     * One regular file of the layer's tree, parents included, opened for reading; links are followed inside the tree. Empty when there is no such file.
     * Much cheaper than {@link #openTree}, whose mount the kernel ends slowly.
     */
    Optional<Fd> openFile(LayerId id, String path) throws IOException;

    /** Whether something that is no directory stands at the path or on the way to it, so that no directory can be made there. */
    boolean isBlocked(LayerId id, String path) throws IOException;

    /** Removes a layer; none there is no error. It is renamed away first: after a crash it is whole or absent. */
    void remove(LayerId id) throws IOException;

    boolean has(LayerId id);

    /**
     * Says once more what a layer is, where that cannot be read any more: a power cut takes it from a fresh writable one. Does nothing
     * for one that can be read, or is not there.
     */
    void repair(LayerId id, boolean writable, List<LayerId> parents) throws IOException;

    /** Every layer, read-only and writable. */
    Set<LayerId> all() throws IOException;

    /** The parents it was made with, base first. Throws NotFound. */
    List<LayerId> parents(LayerId id) throws IOException;

    /** Whether it is a container's. */
    boolean isWritable(LayerId id) throws IOException;

    /** What the layer itself takes, without its parents. Known at once for a read-only one, counted for a writable one. */
    Usage usage(LayerId id) throws IOException;

    /** What a writable layer has changed, ordered by path. */
    List<Change> diff(LayerId id) throws IOException;
}
