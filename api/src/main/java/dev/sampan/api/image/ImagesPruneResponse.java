package dev.sampan.api.image;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What prune removed, null for nothing, and the bytes that got free. */
public record ImagesPruneResponse(
        @JsonProperty("ImagesDeleted") @Nullable List<DeleteItem> imagesDeleted,
        @JsonProperty("SpaceReclaimed") long spaceReclaimed) {}
