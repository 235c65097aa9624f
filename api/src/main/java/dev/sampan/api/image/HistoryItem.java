package dev.sampan.api.image;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One step of {@code GET /images/{name}/history}. Created is in seconds since 1970; the id of an older step is {@code <missing>}. */
public record HistoryItem(
        @JsonProperty("Comment") String comment,
        @JsonProperty("Created") long created,
        @JsonProperty("CreatedBy") String createdBy,
        @JsonProperty("Id") String id,
        @JsonProperty("Size") long size,
        @JsonProperty("Tags") @Nullable List<String> tags) {}
