package dev.sampan.docker;

import dev.sampan.engine.event.Event;
import dev.sampan.engine.filter.Filters;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Docker's filters on events. Names that mean nothing here are ignored, as in Docker. */
record EventFilter(Filters filters) implements Predicate<Event> {
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
                && filters.labels(event.attributes());
    }

    private boolean exact(String filter, String value) {
        return filters.any(filter, value::equals);
    }

    private boolean prefix(String filter, String value) {
        return filters.any(filter, value::startsWith);
    }

    private boolean action(String action) {
        boolean byPrefix = filters.values("event").stream().anyMatch(ACTIONS_WITH_ARGUMENTS::contains);
        return byPrefix ? prefix("event", action) : exact("event", action);
    }

    private boolean actor(String type, Event event) {
        if (filters.values(type).isEmpty()) {
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
}
