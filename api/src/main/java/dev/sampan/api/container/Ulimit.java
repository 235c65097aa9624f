package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;

/** One resource limit of setrlimit(2); -1 is unlimited. */
public record Ulimit(
        @JsonProperty("Name") String name,
        @JsonProperty("Hard") long hard,
        @JsonProperty("Soft") long soft) {

    public Ulimit {
        name = name == null ? "" : name;
    }
}
