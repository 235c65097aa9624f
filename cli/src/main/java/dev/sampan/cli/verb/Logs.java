package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Failure;
import dev.sampan.cli.Timestamp;
import dev.sampan.cli.Verb;
import dev.sampan.client.Api;
import dev.sampan.client.Frames;
import dev.sampan.client.Uri;
import dev.sampan.client.json.Json;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code sampan logs}. */
public final class Logs {
    private Logs() {}

    public static Verb verb() {
        return Verb.of("[OPTIONS] CONTAINER", "Fetch the logs of a container", 1, 1, """
                  --details        Show extra attributes
              -f, --follow         Follow the output
                  --since string   Only from this time on (2013-01-02T13:23:37Z, or 42m for 42 minutes ago)
              -n, --tail string    Number of lines from the end (default all)
              -t, --timestamps     Show timestamps
                  --until string   Only up to this time
            """, Logs::run);
    }

    private static int run(Call call) throws IOException {
        Api api = call.api();
        Map<String, @Nullable Object> container = api.get(new Uri("/containers", call.argument(0), "json").toString())
                .object();
        boolean tty = Boolean.TRUE.equals(Json.object(container.get("Config")).get("Tty"));
        var path = new Uri("/containers", Json.text(container, "Id"), "logs")
                .with("details", call.flags().bool("details") ? "1" : "")
                .with("follow", call.flags().bool("follow") ? "1" : "")
                .with("since", time(call, "since"))
                .with("stderr", "1")
                .with("stdout", "1")
                .with("tail", call.flags().string("tail"))
                .with("timestamps", call.flags().bool("timestamps") ? "1" : "")
                .with("until", time(call, "until"));
        try (var response = api.get(path.toString())) {
            Frames.copy(response.body(), tty, call.out(), call.err());
        }
        return 0;
    }

    private static String time(Call call, String flag) {
        try {
            return Timestamp.of(call.flags().string(flag));
        } catch (Failure e) {
            throw new Failure("invalid value for \"" + flag + "\": " + e.text());
        }
    }
}
