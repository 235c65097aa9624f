package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Failure;
import dev.sampan.cli.Verb;
import dev.sampan.client.ApiException;
import dev.sampan.client.Uri;
import java.io.IOException;
import java.util.ArrayList;

/** {@code sampan rm}. */
public final class Rm {
    private Rm() {}

    public static Verb verb() {
        return Verb.of(
                "[OPTIONS] CONTAINER [CONTAINER...]", "Remove one or more containers", 1, Verb.ANY, """
            -f, --force     Force the removal of a running container (uses SIGKILL)
            -l, --link      Remove the specified link
            -v, --volumes   Remove anonymous volumes associated with the container
            """, Rm::run);
    }

    private static int run(Call call) throws IOException, InterruptedException {
        boolean force = call.flags().bool("force");
        var missing = new ArrayList<String>();
        int status = call.forEachArgument(given -> {
            String name = given.startsWith("/") ? given.substring(1) : given;
            if (name.isEmpty()) {
                throw new Failure("Container name cannot be empty");
            }
            var path = new Uri("/containers", name)
                    .with("force", force ? "1" : "")
                    .with("v", call.flags().bool("volumes") ? "1" : "")
                    .with("link", call.flags().bool("link") ? "1" : "");
            try {
                call.api().delete(path.toString()).close();
            } catch (ApiException e) {
                // Who forces a removal wants it gone; that it was gone already is only said.
                if (!force || e.status() != 404) {
                    throw e;
                }
                missing.add(e.fromDaemon());
                return;
            }
            call.out().println(given);
        });
        missing.forEach(call.err()::println);
        return status;
    }
}
