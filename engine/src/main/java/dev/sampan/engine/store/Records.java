package dev.sampan.engine.store;

import dev.sampan.api.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Records of one kind, each a JSON file, over {@link StateFile}. The field {@code schema} numbers the meaning of the others; a file
 * without it is of schema 1, and one of a later schema than this engine's is set aside as a damaged one is, for this engine would
 * misread it. Fields that this engine does not know, a later one's, survive a {@link #replace}. Thread-safe for different files.
 */
public final class Records<T> {

    private static final String SCHEMA = "schema";

    private final Class<T> type;
    private final int schema;

    /** What was read and is no field of the record, by file. */
    private final Map<Path, ObjectNode> unknown = new ConcurrentHashMap<>();

    /** @param schema what is written, and the latest that can be read */
    public Records(Class<T> type, int schema) {
        this.type = type;
        this.schema = schema;
    }

    /** See {@link StateFile#read}: empty when the file is not there, or was damaged and is set aside now. */
    public Optional<T> read(Path file) {
        return StateFile.read(file, content -> parse(file, content));
    }

    /** See {@link StateFile#readOrCopy}. */
    public Optional<T> readOrCopy(Path file) {
        return StateFile.readOrCopy(file, content -> parse(file, content));
    }

    private T parse(Path file, byte[] content) throws IOException {
        T value = Json.read(content, type);
        if (!(Json.tree(content) instanceof ObjectNode stored)) {
            throw new IOException("it is no JSON object");
        }
        int written = stored.path(SCHEMA).asInt(1);
        if (written > schema) {
            throw new IOException("it is of schema " + written + ", and this engine knows " + schema);
        }
        if (Json.tree(value) instanceof ObjectNode known) {
            stored.remove(SCHEMA);
            remember(file, without(stored, known));
        }
        return value;
    }

    private void remember(Path file, ObjectNode rest) {
        if (rest.isEmpty()) {
            unknown.remove(file);
        } else {
            unknown.put(file, rest);
        }
    }

    /** What {@code stored} has beyond {@code known}, in the objects of both, too. */
    private static ObjectNode without(ObjectNode stored, ObjectNode known) {
        ObjectNode rest = stored.objectNode();
        for (var field : stored.properties()) {
            JsonNode same = known.get(field.getKey());
            if (same == null) {
                rest.set(field.getKey(), field.getValue());
            } else if (field.getValue() instanceof ObjectNode inner && same instanceof ObjectNode innerKnown) {
                ObjectNode innerRest = without(inner, innerKnown);
                if (!innerRest.isEmpty()) {
                    rest.set(field.getKey(), innerRest);
                }
            }
        }
        return rest;
    }

    /** After this returns the record survives a power cut; with what was unknown in the one that it replaces. */
    public void replace(Path file, T value) throws IOException {
        StateFile.replace(file, bytes(file, value));
    }

    /** A new record of what a power cut ends anyway: a daemon's death leaves the old one or this. */
    public void write(Path file, T value) throws IOException {
        unknown.remove(file);
        StateFile.write(file, bytes(file, value));
    }

    /** See {@link StateFile#copy}. */
    public void copy(Path file, T value) throws IOException {
        StateFile.copy(file, bytes(file, value));
    }

    private byte[] bytes(Path file, T value) {
        ObjectNode rest = unknown.get(file);
        return rest == null ? numbered(Json.bytes(value)) : Json.bytes(merged(value, rest));
    }

    /** With the number in front. A start writes such a record, and a tree would take twice the time of the text. */
    private byte[] numbered(byte[] json) {
        if (json[0] != '{') {
            throw new IllegalArgumentException("no JSON object: " + type);
        }
        String separator = json[1] == '}' ? "" : ",";
        byte[] start = ("{\"" + SCHEMA + "\":" + schema + separator).getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(start, start.length + json.length - 1);
        System.arraycopy(json, 1, all, start.length, json.length - 1);
        return all;
    }

    private ObjectNode merged(T value, ObjectNode rest) {
        var known = (ObjectNode) Json.tree(value);
        ObjectNode record = known.objectNode();
        record.put(SCHEMA, schema);
        record.setAll(known);
        add(record, rest);
        return record;
    }

    private static void add(ObjectNode record, ObjectNode rest) {
        for (var field : rest.properties()) {
            JsonNode there = record.get(field.getKey());
            if (there == null) {
                record.set(field.getKey(), field.getValue());
            } else if (there instanceof ObjectNode inner && field.getValue() instanceof ObjectNode innerRest) {
                add(inner, innerRest);
            }
        }
    }

    /** With its copy; after this returns a power cut does not bring it back. */
    public void delete(Path file) throws IOException {
        unknown.remove(file);
        StateFile.delete(file);
        StateFile.syncDirectory(file.getParent());
    }
}
