package dev.sampan.engine.image;

import dev.sampan.engine.content.ContentStore;
import dev.sampan.engine.content.ImageIndex.Entry;
import dev.sampan.engine.error.Cause;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.oci.Descriptor;
import dev.sampan.engine.oci.Manifest;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Finds damaged images. */
final class CheckImages {

    private static final Logger LOG = System.getLogger(CheckImages.class.getName());

    private final ImageStore store;
    private final ContentStore content;

    CheckImages(ImageStore store) {
        this.store = store;
        this.content = store.content();
    }

    /**
     * Sets aside what is damaged of the images' content, and says again what their layers are where that was lost: once at the start,
     * so that nobody trips over it later.
     */
    void run() {
        for (Entry entry : store.index().entries()) {
            try {
                for (Descriptor manifest : store.manifests(entry.target())) {
                    if (content.has(manifest.digest())) {
                        check(manifest);
                    }
                }
            } catch (IOException | EngineException e) {
                LOG.log(Level.ERROR, "image {0} is damaged: {1}", Names.shown(entry), Cause.of(e));
            }
        }
    }

    private void check(Descriptor manifest) throws IOException {
        Manifest parts = store.manifest(manifest);
        for (Descriptor layer : parts.layers()) {
            if (content.has(layer.digest())) {
                content.check(layer.digest(), layer.size());
            }
        }
        if (content.has(parts.config().digest()) && !store.isAttestation(manifest)) {
            store.layers().repair(store.config(manifest).layers());
        }
    }
}
