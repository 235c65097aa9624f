package dev.sampan.api.version;

import dev.sampan.api.event.EventMessage;

/** {@code /events} by version. */
public final class EventStream {
    private EventStream() {}

    /** Until 1.51, events of containers and images also had their action, id and image as fields of their own. */
    public static EventMessage of(EventMessage event, ApiVersion version) {
        boolean had = event.type().equals("container") || event.type().equals("image");
        if (!version.before(1, 52) || !had) {
            return event;
        }
        return new EventMessage(
                event.action(),
                event.actor().id(),
                event.actor().attributes().getOrDefault("image", ""),
                event.type(),
                event.action(),
                event.actor(),
                event.scope(),
                event.time(),
                event.timeNano());
    }

    /** The content type of a stream of JSON values for what the client accepts. */
    public static String contentType(String accept, ApiVersion version) {
        for (String wanted : accept.split(",", -1)) {
            String type = wanted.replaceFirst(";.*", "").strip();
            switch (type) {
                case "application/x-ndjson", "application/jsonl", "application/json-seq" -> {
                    return type;
                }
                default -> {}
            }
        }
        return version.before(1, 52) ? "application/json" : "application/jsonl";
    }
}
