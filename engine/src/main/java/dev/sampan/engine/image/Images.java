package dev.sampan.engine.image;

import dev.sampan.engine.oci.Platform;
import java.util.Optional;

/** The local images: everything that server and containers ask of them. */
public final class Images {

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
        throw new IllegalStateException("images are not wired yet: " + reference + platform);
    }
}
