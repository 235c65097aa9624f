package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.OmitEmpty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The platform a manifest is for. */
public record ManifestPlatform(
        @JsonProperty("architecture") String architecture,
        @JsonProperty("os") String os,
        @JsonProperty("os.version") @OmitEmpty String osVersion,
        @JsonProperty("os.features") @OmitEmpty @Nullable List<String> osFeatures,
        @JsonProperty("variant") @OmitEmpty String variant) {

    public ManifestPlatform {
        architecture = architecture == null ? "" : architecture;
        os = os == null ? "" : os;
        osVersion = osVersion == null ? "" : osVersion;
        variant = variant == null ? "" : variant;
    }
}
