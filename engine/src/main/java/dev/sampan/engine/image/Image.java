package dev.sampan.engine.image;

import dev.sampan.engine.oci.Descriptor;
import dev.sampan.engine.oci.Digest;
import dev.sampan.engine.oci.Platform;
import dev.sampan.engine.storage.LayerId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One image for one platform, read from the store.
 *
 * @param id the digest of the manifest or index that the name points at: what Docker 29 calls the image's id
 * @param target the descriptor behind {@code id}, with the annotations that were loaded with it
 * @param manifest the manifest for {@code platform}: the same as target unless that is an index
 * @param layers chain ids, base first: what {@link dev.sampan.engine.storage.Layers} stacks for a container
 * @param created empty when the configuration does not say
 */
public record Image(
        Digest id,
        Descriptor target,
        Descriptor manifest,
        Platform platform,
        ImageConfig config,
        List<LayerId> layers,
        Optional<Instant> created) {}
