package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Verb;
import dev.sampan.client.Uri;
import java.io.IOException;

/** {@code sampan kill}. */
public final class Kill {
    private Kill() {}

    public static Verb verb() {
        return Verb.of(
                "[OPTIONS] CONTAINER [CONTAINER...]",
                "Kill one or more running containers",
                1,
                Verb.ANY,
                """
            -s, --signal string   Signal to send to the container
            """,
                Kill::run);
    }

    private static int run(Call call) throws IOException, InterruptedException {
        return call.forEachArgument(name -> {
            var path = new Uri("/containers", name, "kill")
                    .with("signal", call.flags().string("signal"));
            call.api().post(path.toString()).close();
            call.out().println(name);
        });
    }
}
