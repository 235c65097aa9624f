package dev.sampan.engine.image;

import static dev.sampan.engine.content.ImageSpecJson.text;

import dev.sampan.engine.content.ImageSpecJson;
import dev.sampan.engine.oci.Digest;
import dev.sampan.engine.oci.Platform;
import dev.sampan.engine.storage.ChainId;
import dev.sampan.engine.storage.LayerId;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An image's configuration blob.
 *
 * @param diffIds digests of the layers' tars, base first
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/config.md">OCI image-spec, config</a>
 */
record ConfigDocument(
        Platform platform,
        Optional<Instant> created,
        String author,
        String comment,
        String dockerVersion,
        ImageConfig config,
        List<Digest> diffIds,
        List<Step> history) {

    /** Of an image whose configuration is not here. */
    static final ConfigDocument NOTHING = new ConfigDocument(
            new Platform("", ""), Optional.empty(), "", "", "", ImageConfig.EMPTY, List.of(), List.of());

    /** One entry of the history; {@code emptyLayer} says that no layer belongs to it. */
    record Step(Optional<Instant> created, String createdBy, String author, String comment, boolean emptyLayer) {}

    static ConfigDocument parse(byte[] document) throws IOException {
        JsonNode node = ImageSpecJson.parse(document);
        if (!node.isObject()) {
            throw new IOException("image configuration is not an object");
        }
        var diffIds = new ArrayList<Digest>();
        for (String id : ImageSpecJson.list(node.path("rootfs"), "diff_ids")) {
            diffIds.add(Digest.parse(id).orElseThrow(() -> new IOException("invalid diff id \"" + id + "\"")));
        }
        var history = new ArrayList<Step>();
        for (JsonNode step : node.path("history").values()) {
            history.add(new Step(
                    time(text(step, "created")),
                    text(step, "created_by"),
                    text(step, "author"),
                    text(step, "comment"),
                    step.path("empty_layer").asBoolean(false)));
        }
        return new ConfigDocument(
                ImageSpecJson.platform(node),
                time(text(node, "created")),
                text(node, "author"),
                text(node, "comment"),
                text(node, "docker_version"),
                ImageConfigJson.read(node.path("config")),
                List.copyOf(diffIds),
                List.copyOf(history));
    }

    private static Optional<Instant> time(String text) throws IOException {
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            throw new IOException("invalid time \"" + text + "\"", e);
        }
    }

    byte[] bytes() {
        ObjectNode node = ImageSpecJson.object();
        created.ifPresent(time -> node.put("created", time.toString()));
        put(node, "author", author);
        put(node, "comment", comment);
        node.setAll(ImageSpecJson.json(platform));
        node.set("config", ImageConfigJson.write(config));
        ObjectNode rootfs = node.putObject("rootfs");
        rootfs.put("type", "layers");
        var ids = rootfs.putArray("diff_ids");
        diffIds.forEach(id -> ids.add(id.toString()));
        var steps = node.putArray("history");
        for (Step step : history) {
            ObjectNode json = steps.addObject();
            step.created().ifPresent(time -> json.put("created", time.toString()));
            put(json, "created_by", step.createdBy());
            put(json, "author", step.author());
            put(json, "comment", step.comment());
            if (step.emptyLayer()) {
                json.put("empty_layer", true);
            }
        }
        return ImageSpecJson.bytes(node);
    }

    private static void put(ObjectNode node, String field, String value) {
        if (!value.isEmpty()) {
            node.put(field, value);
        }
    }

    /** Chain ids of the layers, base first. */
    List<LayerId> layers() {
        return ChainId.all(diffIds);
    }

    /** What inspect shows: the configuration's own comment, else the last step's. */
    String shownComment() {
        return comment.isEmpty() && !history.isEmpty() ? history.getLast().comment() : comment;
    }
}
