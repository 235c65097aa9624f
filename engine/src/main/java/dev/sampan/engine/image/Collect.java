package dev.sampan.engine.image;

import dev.sampan.engine.content.ContentStore;
import dev.sampan.engine.content.ImageIndex.Entry;
import dev.sampan.engine.error.Cause;
import dev.sampan.engine.oci.Descriptor;
import dev.sampan.engine.oci.Digest;
import dev.sampan.engine.oci.Manifest;
import dev.sampan.engine.oci.MediaTypes;
import dev.sampan.engine.storage.LayerId;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Set;

/** Finds what no image needs any more, by marking what the names reach, and removes it. The caller holds the store. */
final class Collect {

    private static final Logger LOG = System.getLogger(Collect.class.getName());

    private final ImageStore store;
    private final ContentStore content;

    Collect(ImageStore store) {
        this.store = store;
        this.content = store.content();
    }

    /**
     * Removes blobs and layers that no name, no draft and no container reaches.
     *
     * @return the bytes that were freed
     */
    long run(Set<LayerId> held) throws IOException {
        var live = new HashSet<LayerId>();
        var blobs = new HashSet<Digest>();
        for (Entry entry : store.index().entries()) {
            try {
                mark(entry.target(), blobs, live);
            } catch (IOException e) {
                // What it holds is not known: nothing is removed before it is loaded again, or removed.
                LOG.log(Level.WARNING, "nothing is collected: image {0}: {1}", Names.shown(entry), Cause.of(e));
                return 0;
            }
        }
        live.addAll(held);
        return content.collect(() -> blobs) + store.layers().retain(live);
    }

    /** Throws IOException where a document is damaged, at this moment or since an earlier one. */
    private void mark(Descriptor descriptor, Set<Digest> blobs, Set<LayerId> live) throws IOException {
        if (!blobs.add(descriptor.digest()) || !isHere(descriptor.digest())) {
            return;
        }
        if (MediaTypes.isIndex(descriptor.mediaType())) {
            for (Descriptor child : store.children(descriptor)) {
                mark(child, blobs, live);
            }
        } else if (MediaTypes.isManifest(descriptor.mediaType())) {
            Manifest manifest = store.manifest(descriptor);
            blobs.add(manifest.config().digest());
            manifest.layers().forEach(layer -> blobs.add(layer.digest()));
            if (!store.isAttestation(descriptor) && isHere(manifest.config().digest())) {
                live.addAll(
                        ConfigDocument.parse(store.document(manifest.config().digest()))
                                .layers());
            }
        }
    }

    private boolean isHere(Digest document) throws IOException {
        if (content.isDamaged(document)) {
            throw new IOException("blob " + document + " was damaged");
        }
        return content.has(document);
    }
}
