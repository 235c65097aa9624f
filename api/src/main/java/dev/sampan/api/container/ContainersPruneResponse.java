package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The containers that prune removed, null for none, and the bytes that got free. */
public record ContainersPruneResponse(
        @JsonProperty("ContainersDeleted") @Nullable List<String> containersDeleted,
        @JsonProperty("SpaceReclaimed") long spaceReclaimed) {}
