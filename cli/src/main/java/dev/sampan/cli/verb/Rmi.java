package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Verb;
import dev.sampan.client.ApiException;
import dev.sampan.client.Uri;
import dev.sampan.client.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code sampan rmi}. */
public final class Rmi {
    private Rmi() {}

    public static Verb verb() {
        return Verb.of("[OPTIONS] IMAGE [IMAGE...]", "Remove one or more images", 1, Verb.ANY, """
              -f, --force              Remove it although containers use it
                  --no-prune           Keep untagged parents
                  --platform strings   Only this platform of the image
            """, Rmi::run);
    }

    private static int run(Call call) throws IOException {
        boolean force = call.flags().bool("force");
        var faults = new ArrayList<String>();
        boolean fatal = false;
        for (String name : call.arguments()) {
            var path = new Uri("/images", name)
                    .with("force", force ? "1" : "")
                    .with("noprune", call.flags().bool("no-prune") ? "1" : "");
            try {
                print(call, call.api().delete(path.toString()).list());
            } catch (ApiException e) {
                faults.add(e.fromDaemon());
                fatal |= e.status() != 404;
            }
        }
        call.out().flush();
        faults.forEach(call.err()::println);
        return faults.isEmpty() || force && !fatal ? 0 : 1;
    }

    static void print(Call call, List<@Nullable Object> removed) {
        for (Object entry : removed) {
            var one = Json.object(entry);
            boolean deleted = !Json.text(one, "Deleted").isEmpty();
            call.out()
                    .println(
                            deleted
                                    ? "Deleted: " + Json.text(one, "Deleted")
                                    : "Untagged: " + Json.text(one, "Untagged"));
        }
    }
}
