package dev.sampan.engine.container;

import dev.sampan.engine.oci.Mount;
import dev.sampan.engine.runtime.ContainerFiles;
import dev.sampan.engine.storage.LayerId;
import dev.sampan.engine.storage.Layers;
import dev.sampan.engine.storage.Usage;
import dev.sampan.linux.syscall.Content;
import dev.sampan.linux.syscall.Fd;
import java.nio.file.Path;
import java.util.List;

/** The root file systems of containers: a writable layer of storage under the container's id. */
final class RootFileSystems {

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

    /** What follows {@link #mounts} when the container has ended or did not start. */
    void unmount(String id) {
        layers.unmount(new LayerId(id));
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
        return below.stream().map(layers::usage).reduce(Usage.NONE, Usage::plus);
    }

    /**
     * Small files of a container, such as {@code /etc/passwd}: resolved below its root, empty when they are not there, as in {@link
     * ContainerFiles#read}.
     */
    List<byte[]> files(String id, List<String> paths) {
        return paths.stream().map(path -> read(new LayerId(id), path)).toList();
    }

    /** Whether something is at {@code path}, or on the way to it, that is no directory. */
    boolean isFile(String id, String path) {
        return layers.isBlocked(new LayerId(id), path);
    }

    private byte[] read(LayerId id, String path) {
        try (Fd file = layers.openFile(id, path).orElse(null)) {
            return file == null
                    ? new byte[0]
                    : Content.readAtMost(file.number(), ContainerFiles.LARGEST).orElse(new byte[0]);
        }
    }
}
