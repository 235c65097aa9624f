package dev.sampan.engine.image;

import dev.sampan.engine.oci.Descriptor;
import dev.sampan.engine.oci.Digest;

/**
 * An image that load brought.
 *
 * @param name in full; empty for an image that came without one
 */
public record LoadedImage(String name, Descriptor target) {

    /** {@code lod/a:1}, or the id of an image without a name. */
    public String shown() {
        return named() ? Reference.parse(name).familiar() : id().toString();
    }

    public boolean named() {
        return !name.isEmpty();
    }

    public Digest id() {
        return target.digest();
    }
}
