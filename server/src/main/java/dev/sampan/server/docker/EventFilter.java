package dev.sampan.server.docker;

import dev.sampan.engine.event.Event;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Docker's filters on events. Names that mean nothing here are ignored, as in Docker. */
record EventFilter(Map<String, Set<String>> filters) implements Predicate<Event> {
    /** A filter of these names looks at the actor's id and name, by prefix, and only lets through actors of its type. */
    private static final List<String> ACTORS =
            List.of("container", "network", "volume", "plugin", "daemon", "service", "node", "secret", "config");

    private static final Set<String> ACTIONS_WITH_ARGUMENTS = Set.of("health_status", "exec_create", "exec_start");

    @Override
    public boolean test(Event event) {
        return action(event.action())
                && exact("type", event.type())
                && exact("scope", "local")
                && ACTORS.stream().allMatch(type -> actor(type, event))
                && image(event)
                && values("label").stream().allMatch(label -> label(label, event.attributes()));
    }

    private Set<String> values(String filter) {
        return filters.getOrDefault(filter, Set.of());
    }

    private boolean exact(String filter, String value) {
        return values(filter).isEmpty() || values(filter).contains(value);
    }

    private boolean prefix(String filter, String value) {
        return values(filter).isEmpty() || values(filter).stream().anyMatch(value::startsWith);
    }

    private boolean action(String action) {
        boolean byPrefix = values("event").stream().anyMatch(ACTIONS_WITH_ARGUMENTS::contains);
        return byPrefix ? prefix("event", action) : exact("event", action);
    }

    private boolean actor(String type, Event event) {
        if (values(type).isEmpty()) {
            return true;
        }
        return event.type().equals(type)
                && (prefix(type, event.id()) || prefix(type, event.attributes().getOrDefault("name", "")));
    }

    private boolean image(Event event) {
        String attribute = event.type().equals("image") ? "name" : "image";
        String name = event.attributes().getOrDefault(attribute, "");
        return exact("image", event.id())
                || exact("image", name)
                || exact("image", withoutTag(event.id()))
                || exact("image", withoutTag(name));
    }

    private static String withoutTag(String name) {
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
    }

    private static boolean label(String wanted, Map<String, String> labels) {
        int equals = wanted.indexOf('=');
        return equals < 0
                ? labels.containsKey(wanted)
                : wanted.substring(equals + 1).equals(labels.get(wanted.substring(0, equals)));
    }
}
