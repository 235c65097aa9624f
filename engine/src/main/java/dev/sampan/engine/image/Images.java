package dev.sampan.engine.image;

import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.event.Events;
import dev.sampan.engine.oci.Digest;
import dev.sampan.engine.oci.Platform;
import dev.sampan.engine.storage.LayerId;
import dev.sampan.engine.storage.Layers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The local images: everything that server and containers ask of them. Thread-safe. */
public final class Images {

    private final ImageStore store;
    private final ImageUsers users;
    private final Events events;

    /** @param root of the OCI layout that holds the content */
    public Images(Path root, Layers layers, ImageUsers users, Events events) throws IOException {
        this.store = new ImageStore(root, layers);
        this.users = users;
        this.events = events;
    }

    /**
     * Finds an image by name, {@code name:tag}, {@code name@digest}, id or short id, for this machine's platform.
     *
     * <p>Throws EngineException.InvalidRequest for a malformed name, NotFound {@code No such image: nosuch:latest}, NotFound
     * {@code ambiguous reference} for a short id of two images.
     */
    public Image get(String reference) {
        return get(reference, Optional.empty());
    }

    /** The same for one platform of an image that has several. */
    public Image get(String reference, Optional<Platform> platform) {
        try {
            return store.read(store.find(reference), reference, platform);
        } catch (IOException e) {
            throw new SystemFailure("cannot read image " + reference + ": " + e.getMessage(), e);
        }
    }

    /** The image's layers, base first, unpacked if they were not yet: what a container's own layer is made on. */
    public List<LayerId> unpacked(Image image) {
        if (image.layers().stream().allMatch(store.layers()::has)) {
            return image.layers();
        }
        try (Intake intake = store.intake()) {
            var manifest = store.manifest(image.manifest());
            List<Digest> diffIds = store.config(image.manifest()).diffIds();
            var below = new ArrayList<LayerId>();
            for (int i = 0; i < diffIds.size(); i++) {
                new LayerIntake(store, intake).unpack(manifest.layers().get(i).digest(), diffIds.get(i), below);
                below.add(image.layers().get(i));
            }
            return image.layers();
        } catch (IOException e) {
            throw new SystemFailure("cannot unpack image " + image.id() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Makes an image of a root file system's tar, plain or packed with gzip, zstd, bzip2 or xz.
     *
     * <p>Throws InvalidRequest for a bad name, tag or change before anything is read, SystemFailure for a stream that is no tar, and
     * then leaves nothing.
     *
     * @param repository the new image's name; empty for none
     * @param tag empty for {@code latest}, or for the one in {@code repository}
     * @param source what is shown as the origin, {@code -}
     */
    public Digest importTar(
            String repository,
            String tag,
            String source,
            String message,
            List<String> changes,
            Optional<Platform> platform,
            InputStream tar) {
        Optional<Reference> name =
                repository.isEmpty() ? Optional.empty() : Optional.of(Import.newName(repository, tag));
        Digest id = new Import(store).run(new Import.Request(name, source, message, changes, platform), tar);
        String shown = name.map(Reference::familiar).orElse(id.toString());
        events.publish("image", "import", id.toString(), Map.of("name", shown));
        return id;
    }

    ImageUsers users() {
        return users;
    }
}
