package dev.sampan.docker;

import dev.sampan.api.Json;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.filter.Filters;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The filters parameter: {@code {"status":{"running":true}}}, or as older clients send it {@code {"status":["running"]}}. */
final class FiltersParameter {
    private FiltersParameter() {}

    static Filters parse(String text) {
        if (text.isEmpty()) {
            return Filters.NONE;
        }
        try {
            JsonNode tree = Json.mapperForTrees().readTree(text);
            return tree.isNull() ? Filters.NONE : read(tree);
        } catch (JacksonException e) {
            throw invalid();
        }
    }

    private static Filters read(JsonNode tree) {
        if (!tree.isObject()) {
            throw invalid();
        }
        var filters = new LinkedHashMap<String, Set<String>>();
        boolean lists = tree.properties().stream()
                .allMatch(p -> p.getValue().isArray() || p.getValue().isNull());
        tree.properties().forEach(p -> filters.put(p.getKey(), lists ? list(p.getValue()) : set(p.getValue())));
        return new Filters(filters);
    }

    /** Docker keeps only what is mapped to true. */
    private static Set<String> set(JsonNode values) {
        var set = new LinkedHashSet<String>();
        if (!values.isObject() && !values.isNull()) {
            throw invalid();
        }
        values.properties().forEach(p -> {
            if (!p.getValue().isBoolean() && !p.getValue().isNull()) {
                throw invalid();
            }
            set.add(p.getKey());
        });
        return set;
    }

    private static Set<String> list(JsonNode values) {
        var set = new LinkedHashSet<String>();
        values.forEach(value -> {
            if (!value.isString()) {
                throw invalid();
            }
            set.add(value.stringValue());
        });
        return set;
    }

    private static InvalidRequest invalid() {
        return new InvalidRequest("invalid filter");
    }
}
