package dev.sampan.engine.logs;

import dev.sampan.engine.logging.LogEntry;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An entry as a client sees it: {@code 2026-11-21T09:00:00.000000000Z env=prod text}. */
public final class LogText {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);

    private LogText() {}

    /** With what the request wants before it. */
    public static byte[] of(LogEntry entry, LogsRequest request) {
        if (!request.timestamps() && !request.details()) {
            return entry.bytes();
        }
        var before = (request.timestamps() ? time(entry.time()) + " " : "")
                + (request.details() ? details(entry.attributes()) + " " : "");
        var prefix = before.getBytes(StandardCharsets.UTF_8);
        var result = java.util.Arrays.copyOf(prefix, prefix.length + entry.bytes().length);
        System.arraycopy(entry.bytes(), 0, result, prefix.length, entry.bytes().length);
        return result;
    }

    /** Always nine digits of the second, so that columns align. */
    public static String time(Instant time) {
        return TIME.format(time);
    }

    private static String details(Map<String, String> attributes) {
        return new TreeMap<>(attributes)
                .entrySet().stream()
                        .map(a -> escaped(a.getKey()) + "=" + escaped(a.getValue()))
                        .collect(Collectors.joining(","));
    }

    /** As a form does, but a star is escaped and a tilde is not. */
    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
