package dev.sampan.engine.image;

import dev.sampan.engine.oci.Digest;
import java.time.Instant;
import java.util.List;

/**
 * What inspect shows of an image.
 *
 * @param size bytes of its blobs and of its unpacked layers
 * @param comment the configuration's, else that of the last step of its history
 * @param diffIds digests of its layers' tars, base first
 */
public record ImageDetails(
        Image image,
        List<String> repoTags,
        List<String> repoDigests,
        long size,
        String author,
        String comment,
        String dockerVersion,
        List<Digest> diffIds,
        Instant lastTagged,
        ImageSummary summary) {}
