package dev.sampan.engine.image;

import static dev.sampan.engine.content.ImageSpecJson.list;
import static dev.sampan.engine.content.ImageSpecJson.text;

import dev.sampan.engine.content.ImageSpecJson;
import dev.sampan.engine.image.ImageConfig.HealthCheck;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The {@code config} object of an image's configuration blob, read and written; Docker's additions to image-spec included. */
final class ImageConfigJson {

    private ImageConfigJson() {}

    static ImageConfig read(JsonNode node) throws IOException {
        return new ImageConfig(
                text(node, "User"),
                keys(node, "ExposedPorts"),
                list(node, "Env"),
                optionalList(node, "Entrypoint"),
                optionalList(node, "Cmd"),
                keys(node, "Volumes"),
                text(node, "WorkingDir"),
                ImageSpecJson.texts(node.path("Labels")),
                text(node, "StopSignal"),
                healthCheck(node.path("Healthcheck")),
                list(node, "Shell"),
                list(node, "OnBuild"),
                node.path("ArgsEscaped").asBoolean(false));
    }

    static ObjectNode write(ImageConfig config) {
        ObjectNode node = ImageSpecJson.object();
        put(node, "User", config.user());
        put(node, "ExposedPorts", config.exposedPorts());
        put(node, "Env", config.env());
        config.entrypoint().ifPresent(entrypoint -> array(node, "Entrypoint", entrypoint));
        config.cmd().ifPresent(cmd -> array(node, "Cmd", cmd));
        put(node, "Volumes", config.volumes());
        put(node, "WorkingDir", config.workingDir());
        if (!config.labels().isEmpty()) {
            ObjectNode labels = node.putObject("Labels");
            new TreeMap<>(config.labels()).forEach(labels::put);
        }
        put(node, "StopSignal", config.stopSignal());
        if (config.argsEscaped()) {
            node.put("ArgsEscaped", true);
        }
        config.healthcheck().ifPresent(check -> node.set("Healthcheck", write(check)));
        put(node, "OnBuild", config.onBuild());
        put(node, "Shell", config.shell());
        return node;
    }

    private static ObjectNode write(HealthCheck check) {
        ObjectNode node = ImageSpecJson.object();
        put(node, "Test", check.test());
        put(node, "Interval", check.interval());
        put(node, "Timeout", check.timeout());
        put(node, "StartPeriod", check.startPeriod());
        put(node, "StartInterval", check.startInterval());
        if (check.retries() != 0) {
            node.put("Retries", check.retries());
        }
        return node;
    }

    private static Optional<HealthCheck> healthCheck(JsonNode node) throws IOException {
        return node.isObject()
                ? Optional.of(new HealthCheck(
                        list(node, "Test"),
                        nanos(node, "Interval"),
                        nanos(node, "Timeout"),
                        nanos(node, "StartPeriod"),
                        nanos(node, "StartInterval"),
                        node.path("Retries").asInt(0)))
                : Optional.empty();
    }

    private static Duration nanos(JsonNode node, String field) {
        return Duration.ofNanos(node.path(field).asLong(0));
    }

    private static Optional<List<String>> optionalList(JsonNode node, String field) throws IOException {
        return node.path(field).isArray() ? Optional.of(list(node, field)) : Optional.empty();
    }

    private static Set<String> keys(JsonNode node, String field) {
        var keys = new TreeSet<String>();
        node.path(field).properties().forEach(entry -> keys.add(entry.getKey()));
        return keys;
    }

    private static void put(ObjectNode node, String field, String value) {
        if (!value.isEmpty()) {
            node.put(field, value);
        }
    }

    private static void put(ObjectNode node, String field, List<String> values) {
        if (!values.isEmpty()) {
            array(node, field, values);
        }
    }

    private static void put(ObjectNode node, String field, Duration value) {
        if (!value.isZero()) {
            node.put(field, value.toNanos());
        }
    }

    private static void put(ObjectNode node, String field, Set<String> keys) {
        if (!keys.isEmpty()) {
            ObjectNode set = node.putObject(field);
            new TreeSet<>(keys).forEach(set::putObject);
        }
    }

    private static void array(ObjectNode node, String field, Collection<String> values) {
        var array = node.putArray(field);
        values.forEach(array::add);
    }
}
