package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Table;
import dev.sampan.cli.Verb;
import dev.sampan.client.Uri;
import dev.sampan.client.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code sampan top}. */
public final class Top {
    private Top() {}

    public static Verb verb() {
        return new Verb(
                "CONTAINER [ps OPTIONS]",
                "Display the running processes of a container",
                1,
                Verb.ANY,
                false,
                "",
                Top::run);
    }

    private static int run(Call call) throws IOException {
        List<String> options = call.arguments().subList(1, call.arguments().size());
        var path = new Uri("/containers", call.argument(0), "top").with("ps_args", String.join(" ", options));
        var answer = call.api().get(path.toString()).object();
        var lines = new ArrayList<String>();
        lines.add(line(Json.list(answer.get("Titles"))));
        for (Object process : Json.list(answer.get("Processes"))) {
            lines.add(line(Json.list(process)));
        }
        Table.align(lines, 20, 3).forEach(call.out()::println);
        return 0;
    }

    private static String line(List<@Nullable Object> cells) {
        return String.join("\t", cells.stream().map(String::valueOf).toList());
    }
}
