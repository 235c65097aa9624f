package dev.sampan.engine.logging.driver;

import dev.sampan.engine.logging.LogEntry;
import dev.sampan.engine.logging.LogWriter.Stream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads one line of a json-file log. */
final class JsonEntries {

    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonEntries() {}

    /** @return empty for a line that is none, which a reader passes over */
    static Optional<LogEntry> parse(byte[] line, int from, int to) {
        try (var json = FACTORY.createParser(ObjectReadContext.empty(), line, from, to - from)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            return entry(json);
        } catch (JacksonException | DateTimeException torn) {
            return Optional.empty();
        }
    }

    private static Optional<LogEntry> entry(JsonParser json) {
        String log = "";
        String stream = "";
        Instant time = null;
        Map<String, String> attributes = Map.of();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = json.currentName();
            json.nextToken();
            switch (name) {
                case "log" -> log = json.getString();
                case "stream" -> stream = json.getString();
                case "time" -> time = Instant.parse(json.getString());
                case "attrs" -> attributes = attributes(json);
                default -> json.skipChildren();
            }
        }
        return time == null
                ? Optional.empty()
                : Optional.of(new LogEntry(
                        stream.equals("stderr") ? Stream.STDERR : Stream.STDOUT,
                        time,
                        log.getBytes(StandardCharsets.UTF_8),
                        attributes));
    }

    private static Map<String, String> attributes(JsonParser json) {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return Map.of();
        }
        var result = new TreeMap<String, String>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = json.currentName();
            json.nextToken();
            result.put(name, json.getValueAsString(""));
            json.skipChildren();
        }
        return result;
    }
}
