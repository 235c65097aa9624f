package dev.sampan.engine.container;

import dev.sampan.engine.oci.Mount;
import dev.sampan.engine.storage.LayerId;
import dev.sampan.engine.storage.Layers;
import dev.sampan.engine.storage.Usage;
import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Files;
import java.nio.file.Path;
import java.util.List;

/** The root file systems of containers: a writable layer of storage under the container's id. */
final class RootFileSystems {

    /** Longer files than that are not read: they hold no users. */
    private static final int LARGEST = 1 << 20;

    private final Layers layers;

    RootFileSystems(Layers layers) {
        this.layers = layers;
    }

    /** The driver's name, as inspect shows it. */
    String driver() {
        return layers.driver();
    }

    void create(String id, List<LayerId> below) {
        layers.createWritable(new LayerId(id), below);
    }

    void createOver(String id, Path directory) {
        layers.createWritableOver(new LayerId(id), directory);
    }

    /** What the launch mounts at {@code /}, inside the container's own mount namespace. */
    List<Mount> mounts(String id) {
        return layers.mount(new LayerId(id));
    }

    void remove(String id) {
        layers.remove(new LayerId(id));
    }

    /** What the writable layer takes. */
    Usage writable(String id) {
        return layers.usage(new LayerId(id));
    }

    /** What the layers of its image take, shared or not. */
    Usage image(List<LayerId> below) {
        return below.stream().filter(layers::has).map(layers::usage).reduce(Usage.NONE, Usage::plus);
    }

    /** Small files of a container, such as {@code /etc/passwd}: resolved below its root, empty when they are not there. */
    List<byte[]> files(String id, List<String> paths) {
        try (Fd root = layers.openTree(new LayerId(id))) {
            return paths.stream().map(path -> read(root, path)).toList();
        }
    }

    /** Whether something is at {@code path} that is no directory. */
    boolean isFile(String id, String path) {
        try (Fd root = layers.openTree(new LayerId(id));
                Fd found =
                        Files.openat2(root.number(), path, Files.O_PATH | Files.O_CLOEXEC, 0, Files.RESOLVE_IN_ROOT)) {
            return Files.fstat(found.number()).type() != Stat.S_IFDIR;
        } catch (ErrnoException absent) {
            return absent.is(Errno.ENOTDIR);
        }
    }

    private static byte[] read(Fd root, String path) {
        int flags = Files.O_RDONLY | Files.O_CLOEXEC | Files.O_NONBLOCK | Files.O_NOCTTY;
        int resolve = Files.RESOLVE_IN_ROOT | Files.RESOLVE_NO_MAGICLINKS;
        try (Fd file = Files.openat2(root.number(), path, flags, 0, resolve)) {
            return Files.read(file.number(), LARGEST);
        } catch (ErrnoException absent) {
            return new byte[0];
        }
    }
}
