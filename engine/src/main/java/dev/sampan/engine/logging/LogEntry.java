package dev.sampan.engine.logging;

import java.time.Instant;
import java.util.Map;

/**
 * One line, or one part of a line longer than 16 KiB (such a part has no newline at its end).
 *
 * @param bytes with the newline
 * @param attributes what {@code logs --details} shows
 */
public record LogEntry(LogWriter.Stream stream, Instant time, byte[] bytes, Map<String, String> attributes) {}
