package dev.sampan.engine.image;

import dev.sampan.engine.oci.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One step of how an image came to be, the newest first.
 *
 * @param id the image's, for the newest step alone
 * @param tags the image's names, for the newest step alone
 * @param size bytes of the layer's files; 0 for a step without layer
 */
public record HistoryEntry(
        Optional<Digest> id,
        Optional<Instant> created,
        String createdBy,
        List<String> tags,
        long size,
        String comment) {}
