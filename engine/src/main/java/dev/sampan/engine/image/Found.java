package dev.sampan.engine.image;

import dev.sampan.engine.content.ImageIndex.Entry;
import dev.sampan.engine.oci.Digest;
import java.util.Optional;

/**
 * What a client's word for an image means: one of its names, or the image by id.
 *
 * @param entry one of the image's entries: the named one where a name was given
 * @param name empty when the image was named by an id or the beginning of one
 */
record Found(Entry entry, Optional<Reference> name) {

    Digest id() {
        return entry.target().digest();
    }

    boolean byId() {
        return name.isEmpty();
    }
}
