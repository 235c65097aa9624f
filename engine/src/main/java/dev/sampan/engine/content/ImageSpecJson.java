package dev.sampan.engine.content;

import dev.sampan.engine.oci.Descriptor;
import dev.sampan.engine.oci.Digest;
import dev.sampan.engine.oci.Manifest;
import dev.sampan.engine.oci.Platform;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes the image-spec's JSON documents. Reading is lenient about unknown fields and strict about the shape of those
 * that are used: a wrong type is an IOException, because a blob comes from outside.
 */
public final class ImageSpecJson {

    /** More than any real manifest, index or configuration has. */
    public static final int MAX_DOCUMENT = 8 << 20;

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private ImageSpecJson() {}

    public static JsonNode parse(byte[] document) throws IOException {
        JsonNode node;
        try {
            node = MAPPER.readTree(document);
        } catch (JacksonException e) {
            throw new IOException("invalid JSON: " + e.getOriginalMessage(), e);
        }
        return node;
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static byte[] bytes(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    public static Manifest manifest(byte[] document) throws IOException {
        JsonNode node = parse(document);
        return new Manifest(
                text(node, "mediaType"), descriptor(required(node, "config")), descriptors(node.path("layers")));
    }

    /** The manifests of an index. */
    public static List<Descriptor> index(byte[] document) throws IOException {
        return descriptors(parse(document).path("manifests"));
    }

    public static Descriptor descriptor(JsonNode node) throws IOException {
        String digest = text(node, "digest");
        return new Descriptor(
                text(node, "mediaType"),
                Digest.parse(digest).orElseThrow(() -> new IOException("invalid digest \"" + digest + "\"")),
                node.path("size").asLong(0),
                node.has("platform") ? Optional.of(platform(node.path("platform"))) : Optional.empty(),
                texts(node.path("annotations")));
    }

    public static List<Descriptor> descriptors(JsonNode array) throws IOException {
        var found = new ArrayList<Descriptor>();
        for (JsonNode node : array.values()) {
            found.add(descriptor(node));
        }
        return found;
    }

    public static Platform platform(JsonNode node) throws IOException {
        return new Platform(
                text(node, "os"), text(node, "architecture"), text(node, "variant"), text(node, "os.version"));
    }

    public static ObjectNode json(Descriptor descriptor) {
        ObjectNode node = object();
        node.put("mediaType", descriptor.mediaType());
        node.put("digest", descriptor.digest().toString());
        node.put("size", descriptor.size());
        if (!descriptor.annotations().isEmpty()) {
            ObjectNode annotations = node.putObject("annotations");
            new TreeMap<>(descriptor.annotations()).forEach(annotations::put);
        }
        descriptor.platform().ifPresent(platform -> node.set("platform", json(platform)));
        return node;
    }

    public static ObjectNode json(Platform platform) {
        ObjectNode node = object();
        node.put("architecture", platform.architecture());
        node.put("os", platform.os());
        if (!platform.osVersion().isEmpty()) {
            node.put("os.version", platform.osVersion());
        }
        if (!platform.variant().isEmpty()) {
            node.put("variant", platform.variant());
        }
        return node;
    }

    public static ObjectNode json(Manifest manifest) {
        ObjectNode node = object();
        node.put("schemaVersion", 2);
        node.put("mediaType", manifest.mediaType());
        node.set("config", json(manifest.config()));
        var layers = node.putArray("layers");
        manifest.layers().forEach(layer -> layers.add(json(layer)));
        return node;
    }

    /** The text of a field; empty when it is absent or null. */
    public static String text(JsonNode node, String field) throws IOException {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isString()) {
            throw new IOException("field " + field + " is not a text");
        }
        return value.stringValue();
    }

    /** A list of texts; empty when it is absent or null. */
    public static List<String> list(JsonNode node, String field) throws IOException {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        if (!value.isArray()) {
            throw new IOException("field " + field + " is not a list");
        }
        var found = new ArrayList<String>();
        for (JsonNode element : value.values()) {
            if (!element.isString()) {
                throw new IOException("field " + field + " is not a list of texts");
            }
            found.add(element.stringValue());
        }
        return found;
    }

    /** A map of texts, in the document's order; empty when it is absent or null. */
    public static Map<String, String> texts(JsonNode node) throws IOException {
        var found = new LinkedHashMap<String, String>();
        for (var entry : node.properties()) {
            if (!entry.getValue().isString()) {
                throw new IOException("field " + entry.getKey() + " is not a text");
            }
            found.put(entry.getKey(), entry.getValue().stringValue());
        }
        return found;
    }

    private static JsonNode required(JsonNode node, String field) throws IOException {
        if (!node.path(field).isObject()) {
            throw new IOException("field " + field + " is missing");
        }
        return node.path(field);
    }
}
