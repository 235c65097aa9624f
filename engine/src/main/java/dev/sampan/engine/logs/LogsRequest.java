package dev.sampan.engine.logs;

import dev.sampan.engine.logging.LogReader.Query;

/**
 * What is asked of a container's log.
 *
 * @param timestamps and {@code details}: put before each entry by {@link LogText}
 * @param query its {@code follow} holds only while the container runs
 */
public record LogsRequest(boolean stdout, boolean stderr, boolean timestamps, boolean details, Query query) {}
