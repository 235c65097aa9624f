package dev.sampan.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Docker's answer to whatever failed: {@code {"message": "No such container: x"}}. */
public record ErrorResponse(@JsonProperty("message") String message) {}
