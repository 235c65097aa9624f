package dev.sampan.api.image;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.OmitNull;
import dev.sampan.api.container.ManifestDescriptor;
import dev.sampan.api.container.ManifestPlatform;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One platform's manifest of an image. Kind is image, attestation or unknown. */
public record ManifestSummary(
        @JsonProperty("ID") String id,
        @JsonProperty("Descriptor") ManifestDescriptor descriptor,
        @JsonProperty("Available") boolean available,
        @JsonProperty("Size") Size size,
        @JsonProperty("Kind") String kind,
        @JsonProperty("ImageData") @OmitNull @Nullable ImageData imageData,
        @JsonProperty("AttestationData") @OmitNull @Nullable AttestationData attestationData) {

    /** Bytes: of the blobs, and of all. */
    public record Size(
            @JsonProperty("Content") long content,
            @JsonProperty("Total") long total) {}

    /** What a manifest of kind image has. */
    public record ImageData(
            @JsonProperty("Platform") ManifestPlatform platform,
            @JsonProperty("Size") UnpackedSize size,
            @JsonProperty("Containers") @Nullable List<String> containers) {}

    /** What a manifest of kind attestation has: the digest of the image that it is about. */
    public record AttestationData(@JsonProperty("For") String about) {}

    /** Bytes of the unpacked layers. */
    public record UnpackedSize(@JsonProperty("Unpacked") long unpacked) {}
}
