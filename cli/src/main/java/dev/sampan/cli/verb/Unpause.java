package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Verb;
import dev.sampan.client.Uri;
import java.io.IOException;

/** {@code sampan unpause}. */
public final class Unpause {
    private Unpause() {}

    public static Verb verb() {
        return Verb.of(
                "CONTAINER [CONTAINER...]",
                "Unpause all processes within one or more containers",
                1,
                Verb.ANY,
                """
            """,
                Unpause::run);
    }

    private static int run(Call call) throws IOException, InterruptedException {
        return call.forEachArgument(name -> {
            call.api().post(new Uri("/containers", name, "unpause").toString()).close();
            call.out().println(name);
        });
    }
}
