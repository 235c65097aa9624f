package dev.sampan.engine.image;

import dev.sampan.engine.oci.Descriptor;
import dev.sampan.engine.oci.Digest;
import dev.sampan.engine.oci.Platform;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image in a list.
 *
 * @param size bytes of its blobs and of its unpacked layers
 * @param sharedSize bytes of it that other images have too
 * @param containers ids of containers made from it
 * @param manifests one for each platform; one alone for an image of one platform
 */
public record ImageSummary(
        Digest id,
        Descriptor target,
        List<String> repoTags,
        List<String> repoDigests,
        Optional<Instant> created,
        Map<String, String> labels,
        long size,
        long sharedSize,
        List<String> containers,
        List<ManifestSummary> manifests) {

    /**
     * @param available whether its blobs are here
     * @param contentSize bytes of its blobs
     * @param unpackedSize bytes of its layers' files
     * @param attestation whether it is no image, but says something of one
     */
    public record ManifestSummary(
            Descriptor descriptor,
            boolean available,
            Platform platform,
            long contentSize,
            long unpackedSize,
            List<String> containers,
            boolean attestation) {}
}
