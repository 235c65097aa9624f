package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Failure;
import dev.sampan.cli.Verb;
import dev.sampan.client.Uri;
import dev.sampan.client.json.Json;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code sampan wait}. */
public final class Wait {
    private Wait() {}

    public static Verb verb() {
        return Verb.of(
                "CONTAINER [CONTAINER...]",
                "Block until one or more containers stop, then print their exit codes",
                1,
                Verb.ANY,
                """
            """,
                Wait::run);
    }

    private static int run(Call call) throws IOException, InterruptedException {
        return call.forEachArgument(name -> {
            Map<String, @Nullable Object> end = call.api()
                    .post(new Uri("/containers", name, "wait").toString())
                    .object();
            String error = Json.text(Json.object(end.get("Error")), "Message");
            if (!error.isEmpty()) {
                throw new Failure(error);
            }
            call.out().println(end.get("StatusCode"));
        });
    }
}
