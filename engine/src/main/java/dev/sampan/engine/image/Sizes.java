package dev.sampan.engine.image;

import dev.sampan.engine.oci.Descriptor;
import dev.sampan.engine.oci.Manifest;
import java.io.IOException;

/** What an image takes. */
record Sizes(ImageStore store) {

    long of(Descriptor manifest, ConfigDocument config) throws IOException {
        return content(manifest) + unpacked(config);
    }

    /** Bytes of the blobs of one platform's image: of their files, since what an archive says of them may be anything. */
    long content(Descriptor manifest) throws IOException {
        Manifest parts = store.manifest(manifest);
        long bytes = store.content().size(manifest.digest())
                + store.content().size(parts.config().digest());
        for (Descriptor layer : parts.layers()) {
            bytes += store.content().size(layer.digest());
        }
        return bytes;
    }

    /** Bytes of its layers' files, as far as they are unpacked. */
    long unpacked(ConfigDocument config) {
        return config.layers().stream()
                .mapToLong(layer -> store.layers().usage(layer).bytes())
                .sum();
    }
}
