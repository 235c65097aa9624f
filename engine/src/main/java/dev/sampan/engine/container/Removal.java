package dev.sampan.engine.container;

import dev.sampan.api.Json;
import dev.sampan.engine.container.state.ContainerFile;
import dev.sampan.engine.store.StateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * A removal that may be cut off. The container's file goes first, and with it the container. Where it has volumes of its own, the file
 * is renamed instead, so that the next engine knows whether they go, too; a directory without any of these files is of a creation that
 * was cut off.
 */
final class Removal {

    private static final String FILE = "container.json";
    private static final String WITH_VOLUMES = "removing-with-volumes.json";
    private static final String ALONE = "removing.json";

    private Removal() {}

    /** After this there is no container any more. Does nothing the second time. */
    static void begin(Path directory, ContainerFile file, boolean volumes) throws IOException {
        Path stored = directory.resolve(FILE);
        boolean hasOwn = file.mounts().stream().anyMatch(mount -> mount.isVolume() && mount.anonymous());
        if (hasOwn && Files.exists(stored)) {
            Files.move(stored, directory.resolve(volumes ? WITH_VOLUMES : ALONE), StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.deleteIfExists(stored);
        }
    }

    /** What is known of the container whose removal was to take its volumes. */
    static Optional<ContainerFile> withVolumes(Path directory) {
        return StateFile.read(directory.resolve(WITH_VOLUMES), content -> Json.read(content, ContainerFile.class));
    }

    /** Whether the container was whole once. */
    static boolean isBegun(Path directory) {
        return Files.exists(directory.resolve(ALONE))
                || Files.exists(directory.resolve(WITH_VOLUMES))
                || StateFile.isDamaged(directory.resolve(WITH_VOLUMES));
    }
}
