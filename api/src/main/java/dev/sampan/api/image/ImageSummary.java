package dev.sampan.api.image;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.OmitNull;
import dev.sampan.api.container.ManifestDescriptor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One image of {@code GET /images/json}. Sizes are bytes; -1 says that it was not asked for. */
public record ImageSummary(
        @JsonProperty("Containers") long containers,
        @JsonProperty("Created") long created,
        @JsonProperty("Id") String id,
        @JsonProperty("Labels") Map<String, String> labels,
        @JsonProperty("ParentId") String parentId,
        @JsonProperty("Descriptor") @OmitNull @Nullable ManifestDescriptor descriptor,
        @JsonProperty("Manifests") @OmitNull @Nullable List<ManifestSummary> manifests,
        @JsonProperty("RepoDigests") List<String> repoDigests,
        @JsonProperty("RepoTags") List<String> repoTags,
        @JsonProperty("SharedSize") long sharedSize,
        @JsonProperty("Size") long size) {}
