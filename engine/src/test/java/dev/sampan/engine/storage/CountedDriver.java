package dev.sampan.engine.storage;

import dev.sampan.engine.oci.Mount;
import dev.sampan.engine.storage.overlay2.Overlay2;
import dev.sampan.engine.storage.vfs.Vfs;
import dev.sampan.linux.syscall.Fd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Another driver that counts what is mounted, as one with a device per layer must. Of the other driver it uses only the methods that every driver
 * writes itself, so the defaults are tested, too.
 */
public abstract sealed class CountedDriver implements StorageDriver {

    /** Mounts minus unmounts of each layer where that is not zero, by the driver's directory. */
    private static final Map<Path, Map<LayerId, Integer>> MOUNTED = new ConcurrentHashMap<>();

    public static final class OfOverlay2 extends CountedDriver {
        public OfOverlay2() {
            super(new Overlay2());
        }
    }

    public static final class OfVfs extends CountedDriver {
        public OfVfs() {
            super(new Vfs());
        }
    }

    private final StorageDriver driver;

    private CountedDriver(StorageDriver driver) {
        this.driver = driver;
    }

    /** What is mounted now of the drivers below this directory. */
    public static Map<LayerId, Integer> mounted(Path below) {
        var all = new ConcurrentHashMap<LayerId, Integer>();
        MOUNTED.forEach((root, counts) -> {
            if (root.startsWith(below)) {
                all.putAll(counts);
            }
        });
        return all;
    }

    @Override
    public String name() {
        return "counted-" + driver.name();
    }

    @Override
    public int rank() {
        return 1000 + driver.rank();
    }

    @Override
    public Optional<String> probe(Path root) {
        return driver.probe(root);
    }

    @Override
    public Storage open(Path root) throws IOException {
        return new Counted(driver.open(root), MOUNTED.computeIfAbsent(root, path -> new ConcurrentHashMap<>()));
    }

    private record Counted(Storage storage, Map<LayerId, Integer> counts) implements Storage {

        private void count(LayerId id, int by) {
            counts.merge(id, by, (a, b) -> a + b == 0 ? null : a + b);
        }

        @Override
        public List<Mount> mount(LayerId id) throws IOException {
            List<Mount> mounts = storage.mount(id);
            count(id, 1);
            return mounts;
        }

        @Override
        public void unmount(LayerId id) throws IOException {
            storage.unmount(id);
            count(id, -1);
        }

        @Override
        public LayerDraft draft() throws IOException {
            return storage.draft();
        }

        @Override
        public void createWritable(LayerId id, List<LayerId> parents) throws IOException {
            storage.createWritable(id, parents);
        }

        @Override
        public Fd openTree(LayerId id) throws IOException {
            return storage.openTree(id);
        }

        @Override
        public void remove(LayerId id) throws IOException {
            storage.remove(id);
        }

        @Override
        public Set<LayerId> all() throws IOException {
            return storage.all();
        }

        @Override
        public Layer layer(LayerId id) throws IOException {
            return storage.layer(id);
        }

        @Override
        public Usage usage(LayerId id) throws IOException {
            return storage.usage(id);
        }
    }
}
