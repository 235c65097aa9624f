package dev.sampan.engine.storage;

import dev.sampan.engine.error.Cause;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.NotFound;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.oci.Mount;
import dev.sampan.engine.store.StateDirectory;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;

/** The layers of one engine, over the storage driver that was asked for or that its host allows. Thread-safe as {@link Storage} is. */
public final class Layers {

    private static final Logger LOG = System.getLogger(Layers.class.getName());

    private static final List<Path> SPARES = List.of(Path.of("/run"), Path.of("/dev/shm"), Path.of("/tmp"));

    /** How dockerd begins to say that it cannot start. */
    private static final String GRAPHDRIVER = "error initializing graphdriver: ";

    private final Storage storage;
    private final String driver;
    /** Between looking up which layers are needed and removing the others no container may be made on one of them. */
    private final ReadWriteLock sweeping = new ReentrantReadWriteLock();

    private Layers(String driver, Storage storage) {
        this.driver = driver;
        this.storage = storage;
    }

    /**
     * @param root where each driver has a directory of its name
     * @param wanted a driver's name; empty takes the one already in use below root, else the best that works
     */
    public static Layers open(Path root, Optional<String> wanted) throws IOException {
        StateDirectory.make(root);
        StorageDriver driver = choose(root, wanted);
        return new Layers(driver.name(), driver.open(root.resolve(driver.name())));
    }

    private static StorageDriver choose(Path root, Optional<String> wanted) {
        List<StorageDriver> known = ServiceLoader.load(StorageDriver.class, Layers.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparingInt(StorageDriver::rank))
                .toList();
        Optional<String> name = wanted.or(() -> known.stream()
                .map(StorageDriver::name)
                .filter(n -> Files.isDirectory(root.resolve(n)))
                .findFirst());
        if (name.isPresent()) {
            StorageDriver driver = known.stream()
                    .filter(d -> d.name().equals(name.get()))
                    .findFirst()
                    .orElseThrow(() -> new SystemFailure(GRAPHDRIVER + "driver not supported: " + name.get()));
            driver.probe(root).ifPresent(reason -> {
                throw new SystemFailure(GRAPHDRIVER + "driver not supported: " + name.get() + ": " + reason);
            });
            return driver;
        }
        return known.stream()
                .filter(d -> d.probe(root).isEmpty())
                .findFirst()
                .orElseThrow(() -> new SystemFailure("no storage driver works below " + root));
    }

    /** {@code overlay2}, as {@code docker info} shows it. */
    public String driver() {
        return driver;
    }

    /** Begins a layer of an image. */
    public LayerDraft draft() throws IOException {
        return storage.draft();
    }

    /** A container's own layer on an image's, base first, with what every container has in between. */
    public void createWritable(LayerId id, List<LayerId> image) {
        run("create the layer of " + id, () -> {
            sweeping.readLock().lock();
            try {
                storage.createWritable(id, new InitLayer(storage).on(image));
            } finally {
                sweeping.readLock().unlock();
            }
        });
    }

    /** Makes what the first container of an image would otherwise wait for. */
    public void prepare(List<LayerId> image) {
        run("prepare the image's layers", () -> new InitLayer(storage).on(image));
    }

    /** A container's own layer over a directory of the host, {@code /} included. */
    public void createWritableOver(LayerId id, Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new InvalidRequest("rootfs " + directory + " is not a directory");
        }
        run("create the layer of " + id, () -> storage.createWritableOver(id, directory, spare(directory)));
    }

    /** A place on another file system than the directory's; only needed, and only made, where this storage lies inside it. */
    private static Path spare(Path directory) throws IOException {
        Object device = Files.getAttribute(directory, "unix:dev");
        for (Path candidate : SPARES) {
            if (Files.isDirectory(candidate)
                    && !Files.getAttribute(candidate, "unix:dev").equals(device)) {
                return candidate;
            }
        }
        return SPARES.getFirst();
    }

    /** A container's root file system, for its launch plan to mount inside its own namespace. */
    public List<Mount> mount(LayerId id) {
        return get("mount " + id, () -> storage.mount(id));
    }

    public void unmount(LayerId id) {
        run("unmount " + id, () -> storage.unmount(id));
    }

    /** See {@link Storage#openTree}: to read a container's files, whether it runs or not. */
    public Fd openTree(LayerId id) {
        return get("open the tree of " + id, () -> storage.openTree(id));
    }

    /** See {@link Storage#isRootOf}: what a running container has at its root may be something else. */
    public boolean isRootOf(LayerId id, Fd directory) {
        return get("look at the tree of " + id, () -> storage.isRootOf(id, directory));
    }

    /** See {@link Storage#openFile}: one file of a container, whether it runs or not. */
    public Optional<Fd> openFile(LayerId id, String path) {
        return get("open " + path + " of " + id, () -> storage.openFile(id, path));
    }

    /** See {@link Storage#isBlocked}. */
    public boolean isBlocked(LayerId id, String path) {
        return get("look up " + path + " of " + id, () -> storage.isBlocked(id, path));
    }

    public void remove(LayerId id) {
        run("remove the layer " + id, () -> storage.remove(id));
    }

    public boolean has(LayerId id) {
        return get("look for layer " + id, () -> storage.has(id));
    }

    /** Nothing for one that is not there, or is removed at this moment, or is damaged: one layer fails nobody's list or sum. */
    public Usage usage(LayerId id) {
        try {
            return storage.usage(id);
        } catch (NotFound absent) {
            return Usage.NONE;
        } catch (IOException | UncheckedIOException | ErrnoException e) {
            LOG.log(Level.WARNING, "what layer {0} takes is not known: {1}", id, Cause.of(e));
            return Usage.NONE;
        }
    }

    /** What a container has changed, {@code docker diff}. */
    public List<Change> changes(LayerId id) {
        return get("compare the layer " + id, () -> storage.diff(id));
    }

    /** The containers' layers: for the reconciliation at start, which removes those without a container. */
    public Set<LayerId> writable() {
        return get("list the layers", () -> known().keySet());
    }

    /** All layers of images. */
    public Set<LayerId> readOnly() {
        return get("list the layers", () -> {
            var found = storage.all();
            found.removeIf(id -> !isReadOnly(id));
            return found;
        });
    }

    /** False for one that is removed at this moment, and for one of which nobody knows. */
    private boolean isReadOnly(LayerId id) {
        try {
            return !storage.layer(id).writable();
        } catch (NotFound | IOException e) {
            return false;
        }
    }

    /** Whether it is there, but does not say what it is. */
    public boolean isDamaged(LayerId id) {
        try {
            storage.layer(id);
            return false;
        } catch (NotFound absent) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** For the layers of an image that is here, base first: see {@link Storage#repair}. */
    public void repair(List<LayerId> image) {
        run("repair the image's layers", () -> {
            for (int i = 0; i < image.size(); i++) {
                storage.repair(image.get(i), new Layer(false, image.subList(0, i)));
            }
            storage.repair(ChainId.ofInit(image), new Layer(false, image));
        });
    }

    /** The same for a container's own layer on an image's. */
    public void repairWritable(LayerId id, List<LayerId> image) {
        run("repair the layer of " + id, () -> {
            if (storage.has(ChainId.ofInit(image))) {
                storage.repair(
                        id,
                        new Layer(
                                true,
                                Stream.concat(image.stream(), Stream.of(ChainId.ofInit(image)))
                                        .toList()));
            }
        });
    }

    /** Each container's layer and what it stands on; one that is removed at this moment is left out. */
    private Map<LayerId, List<LayerId>> known() throws IOException {
        var found = new HashMap<LayerId, List<LayerId>>();
        for (LayerId id : storage.all()) {
            try {
                Layer layer = storage.layer(id);
                if (layer.writable()) {
                    found.put(id, layer.parents());
                }
            } catch (NotFound e) {
                continue;
            }
        }
        return found;
    }

    /**
     * Removes every image layer that is neither in {@code live} nor under a container: nothing counts references, they are looked up.
     * Where one container's layer does not say what it stands on, all stay.
     *
     * @return the bytes that were freed
     */
    public long retain(Set<LayerId> live) {
        return get("remove unused layers", () -> {
            sweeping.writeLock().lock();
            try {
                return removeAllBut(live);
            } catch (IOException e) {
                LOG.log(Level.WARNING, "no layer is removed: {0}", Cause.of(e));
                return 0L;
            } finally {
                sweeping.writeLock().unlock();
            }
        });
    }

    private long removeAllBut(Set<LayerId> live) throws IOException {
        var needed = new HashSet<>(live);
        known().values().forEach(needed::addAll);
        long freed = 0;
        for (LayerId id : readOnly()) {
            if (!needed.contains(id) && !isPreparedFor(id, live)) {
                freed += storage.usage(id).bytes();
                storage.remove(id);
            }
        }
        return freed;
    }

    private boolean isPreparedFor(LayerId id, Set<LayerId> live) throws IOException {
        List<LayerId> image = storage.layer(id).parents();
        return id.equals(ChainId.ofInit(image)) && (image.isEmpty() || live.contains(image.getLast()));
    }

    private interface Action {
        void run() throws IOException;
    }

    private interface Query<T> {
        T get() throws IOException;
    }

    private static void run(String what, Action action) {
        get(what, () -> {
            action.run();
            return Optional.empty();
        });
    }

    private static <T> T get(String what, Query<T> query) {
        try {
            return query.get();
        } catch (IOException | UncheckedIOException | ErrnoException e) {
            throw new SystemFailure("cannot " + what + ": " + Cause.of(e), e);
        }
    }
}
