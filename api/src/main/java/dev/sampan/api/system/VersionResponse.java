package dev.sampan.api.system;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.OmitEmpty;
import java.util.List;
import java.util.Map;

/** {@code GET /version}. */
public record VersionResponse(
        @JsonProperty("Platform") Platform platform,
        @JsonProperty("Version") String version,
        @JsonProperty("ApiVersion") String apiVersion,
        @JsonProperty("MinAPIVersion") String minApiVersion,
        @JsonProperty("Os") String os,
        @JsonProperty("Arch") String arch,
        @JsonProperty("Components") List<Component> components,
        @JsonProperty("GitCommit") String gitCommit,
        @JsonProperty("GoVersion") String goVersion,
        @JsonProperty("KernelVersion") String kernelVersion,
        @JsonProperty("Experimental") @OmitEmpty boolean experimental,
        @JsonProperty("BuildTime") String buildTime) {

    /** Who made the product. */
    public record Platform(@JsonProperty("Name") String name) {}

    /** A part of the engine: Docker names its engine, containerd, runc and docker-init. */
    public record Component(
            @JsonProperty("Name") String name,
            @JsonProperty("Version") String version,
            @JsonProperty("Details") @OmitEmpty Map<String, String> details) {}
}
