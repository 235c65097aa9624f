package dev.sampan.engine.image;

import dev.sampan.engine.oci.Descriptor;
import dev.sampan.engine.oci.Manifest;
import java.io.IOException;

/** What an image takes. */
record Sizes(ImageStore store) {

    long of(Descriptor manifest, ConfigDocument config) throws IOException {
        return content(manifest) + unpacked(config);
    }

    /** Bytes of the blobs of one platform's image. */
    long content(Descriptor manifest) throws IOException {
        Manifest parts = store.manifest(manifest);
        return manifest.size()
                + parts.config().size()
                + parts.layers().stream().mapToLong(Descriptor::size).sum();
    }

    /** Bytes of its layers' files, as far as they are unpacked. */
    long unpacked(ConfigDocument config) {
        return config.layers().stream()
                .mapToLong(layer -> store.layers().usage(layer).bytes())
                .sum();
    }
}
