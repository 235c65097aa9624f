package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Failure;
import dev.sampan.cli.Verb;
import dev.sampan.client.ApiException;
import dev.sampan.client.Uri;
import java.io.IOException;

/** {@code sampan rename}. */
public final class Rename {
    private Rename() {}

    public static Verb verb() {
        return Verb.of("CONTAINER NEW_NAME", "Rename a container", 2, 2, """
            """, Rename::run);
    }

    private static int run(Call call) throws IOException {
        String name = call.argument(0).strip();
        String target = call.argument(1).strip();
        if (name.isEmpty() || target.isEmpty()) {
            throw new Failure("Error: Neither old nor new names may be empty");
        }
        try {
            call.api()
                    .post(new Uri("/containers", name, "rename")
                            .with("name", target)
                            .toString())
                    .close();
        } catch (ApiException e) {
            call.err().println(e.fromDaemon());
            throw new Failure("Error: failed to rename container named " + name);
        }
        return 0;
    }
}
