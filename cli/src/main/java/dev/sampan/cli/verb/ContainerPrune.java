package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Filters;
import dev.sampan.cli.Verb;
import dev.sampan.client.json.Json;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code sampan container prune}. */
public final class ContainerPrune {
    private ContainerPrune() {}

    public static Verb verb() {
        return Verb.of("[OPTIONS]", "Remove all stopped containers", 0, 0, Prune.FLAGS, ContainerPrune::run);
    }

    private static int run(Call call) throws IOException {
        if (!Prune.confirmed(call, "WARNING! This will remove all stopped containers.")) {
            return 0;
        }
        var answer = Prune.request(call, "containers", Filters.json(call.flags().list("filter")));
        List<@Nullable Object> removed = Json.list(answer.get("ContainersDeleted"));
        if (!removed.isEmpty()) {
            call.out().println("Deleted Containers:");
            removed.forEach(call.out()::println);
            call.out().println();
        }
        Prune.total(call, answer);
        return 0;
    }
}
