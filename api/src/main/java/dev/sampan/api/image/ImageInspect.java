package dev.sampan.api.image;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.OmitEmpty;
import dev.sampan.api.OmitNull;
import dev.sampan.api.container.HealthConfig;
import dev.sampan.api.container.ManifestDescriptor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code GET /images/{name}/json}. What is not set is left out from API 1.52 on. */
public record ImageInspect(
        @JsonProperty("Id") String id,
        @JsonProperty("RepoTags") List<String> repoTags,
        @JsonProperty("RepoDigests") List<String> repoDigests,
        @JsonProperty("Comment") @OmitEmpty String comment,
        @JsonProperty("Created") @OmitNull @Nullable String created,
        @JsonProperty("Author") @OmitEmpty String author,
        @JsonProperty("Config") Config config,
        @JsonProperty("Architecture") String architecture,
        @JsonProperty("Variant") @OmitEmpty String variant,
        @JsonProperty("Os") String os,
        @JsonProperty("OsVersion") @OmitEmpty String osVersion,
        @JsonProperty("Size") long size,
        @JsonProperty("RootFS") RootFs rootFs,
        @JsonProperty("Metadata") Metadata metadata,
        @JsonProperty("Descriptor") @OmitNull @Nullable ManifestDescriptor descriptor,
        @JsonProperty("Manifests") @OmitNull @Nullable List<ManifestSummary> manifests) {

    /** What containers made from it start with. */
    public record Config(
            @JsonProperty("User") @OmitEmpty String user,

            @JsonProperty("ExposedPorts") @OmitEmpty @Nullable
            Map<String, Object> exposedPorts,

            @JsonProperty("Env") @OmitEmpty @Nullable List<String> env,
            @JsonProperty("Entrypoint") @OmitEmpty @Nullable List<String> entrypoint,
            @JsonProperty("Cmd") @OmitEmpty @Nullable List<String> cmd,
            @JsonProperty("Volumes") @OmitEmpty @Nullable Map<String, Object> volumes,
            @JsonProperty("WorkingDir") @OmitEmpty String workingDir,
            @JsonProperty("Labels") @OmitEmpty @Nullable Map<String, String> labels,
            @JsonProperty("StopSignal") @OmitEmpty String stopSignal,
            @JsonProperty("ArgsEscaped") @OmitEmpty boolean argsEscaped,
            @JsonProperty("Healthcheck") @OmitNull @Nullable HealthConfig healthcheck,
            @JsonProperty("OnBuild") @OmitEmpty @Nullable List<String> onBuild,
            @JsonProperty("Shell") @OmitEmpty @Nullable List<String> shell) {}

    /** Digests of the layers' tars, base first. */
    public record RootFs(
            @JsonProperty("Type") @OmitEmpty String type,
            @JsonProperty("Layers") @OmitEmpty @Nullable List<String> layers) {}

    /** What the engine knows beside the image's own words. */
    public record Metadata(@JsonProperty("LastTagTime") String lastTagTime) {}
}
