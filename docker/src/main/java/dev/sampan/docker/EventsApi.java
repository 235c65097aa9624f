package dev.sampan.docker;

import dev.sampan.api.Json;
import dev.sampan.api.event.EventMessage;
import dev.sampan.api.system.UnixTime;
import dev.sampan.api.version.EventStream;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.event.Event;
import dev.sampan.engine.event.Events;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code GET /events}: what happened since a time, and what happens until another. */
final class EventsApi {
    private static final byte RECORD_SEPARATOR = 0x1e;

    private final Events events;

    EventsApi(Events events) {
        this.events = events;
    }

    void stream(Call call) throws IOException, InterruptedException {
        Optional<Instant> since = time(call, "since");
        Optional<Instant> until = time(call, "until");
        if (since.isPresent() && until.isPresent() && since.get().isAfter(until.get())) {
            throw new InvalidRequest("`since` time (" + call.parameters().get("since")
                    + ") cannot be after `until` time (" + call.parameters().get("until") + ")");
        }
        var filter = new EventFilter(call.filters());
        call.exchange().interruptWhenClientLeaves();
        if (until.isPresent() && !until.get().isAfter(Instant.now())) {
            begin(call);
            List<Event> past = events.past(since.orElse(Instant.MIN), until.get(), filter);
            for (Event event : past) {
                write(call, event);
            }
            return;
        }
        boolean replay = since.isPresent() || until.isPresent();
        try (var subscription =
                replay ? events.subscribeSince(since.orElse(Instant.MIN), filter) : events.subscribe(filter)) {
            begin(call);
            follow(call, subscription, until);
        }
    }

    private static Optional<Instant> time(Call call, String parameter) throws IOException {
        try {
            return UnixTime.parse(call.parameters().get(parameter));
        } catch (IllegalArgumentException e) {
            throw new InvalidRequest("invalid value for '" + parameter + "': " + e.getMessage(), e);
        }
    }

    private static void begin(Call call) throws IOException {
        String accept = call.exchange().requestHeaders().first("Accept").orElse("");
        call.response().headers().set("Content-Type", EventStream.contentType(accept, call.version()));
        call.response().flush();
    }

    private static void follow(Call call, Events.Subscription subscription, Optional<Instant> until)
            throws IOException, InterruptedException {
        while (true) {
            Event event;
            if (until.isEmpty()) {
                event = subscription.take();
            } else {
                long left = Duration.between(Instant.now(), until.get()).toMillis();
                event = subscription.poll(Math.max(left, 0), TimeUnit.MILLISECONDS);
            }
            if (event == null || until.isPresent() && event.time().isAfter(until.get())) {
                return;
            }
            write(call, event);
        }
    }

    private static void write(Call call, Event event) throws IOException {
        long nanos = Math.addExact(
                Math.multiplyExact(event.time().getEpochSecond(), 1_000_000_000L),
                event.time().getNano());
        var message = new EventMessage(
                "",
                "",
                "",
                event.type(),
                event.action(),
                new EventMessage.Actor(event.id(), event.attributes()),
                "local",
                event.time().getEpochSecond(),
                nanos);
        if (call.response().headers().first("Content-Type").orElse("").equals("application/json-seq")) {
            call.response().write(RECORD_SEPARATOR);
        }
        call.response().write(Json.bytes(EventStream.of(message, call.version())));
        call.response().write('\n');
        call.response().flush();
    }
}
