package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Failure;
import dev.sampan.cli.Filters;
import dev.sampan.cli.Listing;
import dev.sampan.cli.Timestamp;
import dev.sampan.cli.Verb;
import dev.sampan.cli.template.Template;
import dev.sampan.cli.template.TemplateException;
import dev.sampan.client.Response;
import dev.sampan.client.Uri;
import dev.sampan.client.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code sampan events}. */
public final class Events {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnnXXX");

    private Events() {}

    public static Verb verb() {
        return Verb.of("[OPTIONS]", "Get real time events from the daemon", 0, 0, """
              -f, --filter filter   Show only those that match
                  --format string   json, or a template
                  --since string    Those from this time on, before what comes
                  --until string    End at this time
            """, Events::run);
    }

    private static int run(Call call) throws IOException {
        String format = call.flags().string("format");
        boolean json = format.equals("json") || format.equals("{{json .}}");
        Template template = format.isEmpty() || json ? null : Listing.parse(format);
        var path = new Uri("/events")
                .with("filters", Filters.json(call.flags().list("filter")))
                .with("since", Timestamp.of(call.flags().string("since")))
                .with("until", Timestamp.of(call.flags().string("until")));
        try (Response response = call.api().get(path.toString())) {
            Json.parseEach(response.body(), value -> {
                Map<String, @Nullable Object> event = Json.object(value);
                call.out().println(json ? Json.write(event) : template == null ? line(event) : row(template, event));
                call.out().flush();
            });
        }
        return 0;
    }

    /** Templates name Go's fields, of which the older ones have other names in JSON. */
    private static String row(Template template, Map<String, @Nullable Object> event) {
        var named = new TreeMap<>(event);
        named.put("Status", Json.text(event, "status"));
        named.put("ID", Json.text(event, "id"));
        named.put("From", Json.text(event, "from"));
        named.put("Scope", Json.text(event, "scope"));
        named.put("Time", event.get("time"));
        named.put("TimeNano", event.get("timeNano"));
        try {
            return template.execute(named, "*events.Message");
        } catch (TemplateException e) {
            throw new Failure(64, "Error parsing format: " + e.getMessage());
        }
    }

    private static String line(Map<String, @Nullable Object> event) {
        long nanos = Json.number(event, "timeNano");
        var time = Instant.ofEpochSecond(
                nanos == 0 ? Json.number(event, "time") : nanos / 1_000_000_000, nanos % 1_000_000_000);
        Map<String, @Nullable Object> actor = Json.object(event.get("Actor"));
        var attributes = new ArrayList<String>();
        new TreeMap<>(Json.object(actor.get("Attributes"))).forEach((key, value) -> attributes.add(key + "=" + value));
        return TIME.format(time.atZone(ZoneId.systemDefault())) + " " + Json.text(event, "Type") + " "
                + Json.text(event, "Action") + " " + Json.text(actor, "ID")
                + (attributes.isEmpty() ? "" : " (" + String.join(", ", attributes) + ")");
    }
}
