package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Units;
import dev.sampan.client.Uri;
import dev.sampan.client.json.Json;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the prune verbs share: the question, the request, the sum. */
final class Prune {
    static final String FLAGS = """
              --filter filter   Only those that match (until=TIMESTAMP, label=KEY)
          -f, --force           Do not ask
        """;

    private Prune() {}

    /** Asks unless -f; anything but yes is no, which is no error either. */
    static boolean confirmed(Call call, String warning) throws IOException {
        if (call.flags().bool("force")) {
            return true;
        }
        call.out().print(warning + "\nAre you sure you want to continue? [y/N] ");
        call.out().flush();
        var answer = new StringBuilder();
        for (int c = call.program().in().read();
                c >= 0 && c != '\n';
                c = call.program().in().read()) {
            answer.append((char) c);
        }
        String text = answer.toString().strip().toLowerCase(Locale.ROOT);
        return text.equals("y") || text.equals("yes");
    }

    static Map<String, @Nullable Object> request(Call call, String kind, String filters) throws IOException {
        return call.api()
                .post(new Uri("/" + kind + "/prune").with("filters", filters).toString())
                .object();
    }

    static void total(Call call, Map<String, @Nullable Object> answer) {
        call.out().println("Total reclaimed space: " + Units.size(Json.number(answer, "SpaceReclaimed"), 4));
    }
}
