package dev.sampan.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The answer to what makes one object and says nothing else: an exec, a commit. */
public record IdResponse(@JsonProperty("Id") String id) {}
