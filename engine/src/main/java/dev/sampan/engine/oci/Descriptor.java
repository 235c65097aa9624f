package dev.sampan.engine.oci;

import java.util.Map;
import java.util.Optional;

/**
 * Points at a blob: what it is, its digest, its size in bytes.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/descriptor.md">OCI image-spec, descriptor</a>
 */
public record Descriptor(
        String mediaType, Digest digest, long size, Optional<Platform> platform, Map<String, String> annotations) {

    public Descriptor {
        annotations = Map.copyOf(annotations);
    }

    public Descriptor(String mediaType, Digest digest, long size) {
        this(mediaType, digest, size, Optional.empty(), Map.of());
    }

    public Descriptor withAnnotations(Map<String, String> other) {
        return new Descriptor(mediaType, digest, size, platform, other);
    }
}
