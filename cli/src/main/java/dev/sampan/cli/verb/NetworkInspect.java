package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Inspection;
import dev.sampan.cli.Verb;
import dev.sampan.client.Uri;
import java.io.IOException;

/** {@code sampan network inspect}. */
public final class NetworkInspect {
    private NetworkInspect() {}

    public static Verb verb() {
        return Verb.of(
                "[OPTIONS] NETWORK [NETWORK...]",
                "Display detailed information on one or more networks",
                1,
                Verb.ANY,
                """
              -f, --format string   json, or a template
              -v, --verbose   More for diagnosis
            """,
                NetworkInspect::run);
    }

    private static int run(Call call) throws IOException {
        return Inspection.print(
                call,
                call.flags().string("format"),
                name -> call.api().get(new Uri("/networks", name).toString()).bytes());
    }
}
