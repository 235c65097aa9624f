package dev.sampan.cli.verb;

import dev.sampan.cli.Failure;
import dev.sampan.client.Response;
import dev.sampan.client.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stream of progress messages that pull, load and import answer with, as plain lines. */
final class Progress {
    private Progress() {}

    /** @throws Failure for an error within the stream, which comes after the status 200 */
    static void print(Response response, PrintStream out) throws IOException {
        try (response) {
            Json.parseEach(response.body(), value -> line(Json.object(value), out));
        }
    }

    private static void line(Map<String, @Nullable Object> message, PrintStream out) {
        String error = Json.text(message, "error");
        if (!error.isEmpty() || message.containsKey("errorDetail")) {
            throw new Failure(error.isEmpty() ? Json.text(Json.object(message.get("errorDetail")), "message") : error);
        }
        if (message.containsKey("stream")) {
            out.print(Json.text(message, "stream"));
            return;
        }
        // Bars are for terminals; what counts is what happened.
        boolean bar = !Json.object(message.get("progressDetail")).isEmpty();
        if (!bar && message.containsKey("status")) {
            String id = Json.text(message, "id");
            out.println((id.isEmpty() ? "" : id + ": ") + Json.text(message, "status"));
        }
    }
}
