package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.OmitEmpty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Options of a tmpfs: bytes, and a permission mode as a decimal number. */
public record TmpfsOptions(
        @JsonProperty("SizeBytes") @OmitEmpty long sizeBytes,
        @JsonProperty("Mode") @OmitEmpty int mode,
        @JsonProperty("Options") @OmitEmpty @Nullable List<List<String>> options) {}
