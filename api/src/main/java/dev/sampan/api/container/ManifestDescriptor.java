package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.OmitEmpty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The manifest of the image a container was made of, for its platform. */
public record ManifestDescriptor(
        @JsonProperty("mediaType") String mediaType,
        @JsonProperty("digest") String digest,
        @JsonProperty("size") long size,
        @JsonProperty("annotations") @OmitEmpty @Nullable Map<String, String> annotations,
        @JsonProperty("platform") @OmitEmpty @Nullable ManifestPlatform platform) {

    public ManifestDescriptor {
        mediaType = mediaType == null ? "" : mediaType;
        digest = digest == null ? "" : digest;
    }
}
