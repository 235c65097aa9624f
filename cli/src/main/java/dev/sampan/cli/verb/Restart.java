package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Verb;
import java.io.IOException;

/** {@code sampan restart}. */
public final class Restart {
    private Restart() {}

    public static Verb verb() {
        return Verb.of(
                "[OPTIONS] CONTAINER [CONTAINER...]", "Restart one or more containers", 1, Verb.ANY, """
            -s, --signal string   Signal to send to the container
            -t, --timeout int     Seconds to wait before killing the container
                --time int        Same as --timeout
            """, Restart::run);
    }

    private static int run(Call call) throws IOException, InterruptedException {
        return Stop.stopOrRestart(call, "restart");
    }
}
