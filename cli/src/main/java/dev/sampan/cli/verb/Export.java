package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Verb;
import dev.sampan.client.Response;
import dev.sampan.client.Uri;
import java.io.IOException;

/** {@code sampan export}. */
public final class Export {
    private Export() {}

    public static Verb verb() {
        return Verb.of(
                "[OPTIONS] CONTAINER", "Export a container's filesystem as a tar archive", 1, 1, """
              -o, --output string   Write to this file instead of STDOUT
            """, Export::run);
    }

    private static int run(Call call) throws IOException {
        Save.refuseTerminal(call, "export");
        try (Response response = call.api().get(new Uri("/containers", call.argument(0), "export").toString())) {
            Save.write(call, response);
        }
        return 0;
    }
}
