package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Filters;
import dev.sampan.cli.Verb;
import dev.sampan.client.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code sampan image prune}. */
public final class ImagePrune {
    private ImagePrune() {}

    public static Verb verb() {
        return Verb.of("[OPTIONS]", "Remove unused images", 0, 0, Prune.FLAGS + """
              -a, --all             Every image that no container uses, not only dangling ones
            """, ImagePrune::run);
    }

    private static int run(Call call) throws IOException {
        boolean all = call.flags().bool("all");
        String which = all ? "all images without at least one container associated to them" : "all dangling images";
        if (!Prune.confirmed(call, "WARNING! This will remove " + which + ".")) {
            return 0;
        }
        var filters = new ArrayList<>(call.flags().list("filter"));
        filters.add("dangling=" + !all);
        var answer = Prune.request(call, "images", Filters.json(filters));
        List<@Nullable Object> removed = Json.list(answer.get("ImagesDeleted"));
        if (!removed.isEmpty()) {
            call.out().println("Deleted Images:");
            for (Object entry : removed) {
                var one = Json.object(entry);
                boolean untagged = !Json.text(one, "Untagged").isEmpty();
                call.out()
                        .println(
                                untagged
                                        ? "untagged: " + Json.text(one, "Untagged")
                                        : "deleted: " + Json.text(one, "Deleted"));
            }
            call.out().println();
        }
        Prune.total(call, answer);
        return 0;
    }
}
