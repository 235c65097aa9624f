package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Verb;
import dev.sampan.client.Uri;
import java.io.IOException;

/** {@code sampan stop}. */
public final class Stop {
    private Stop() {}

    public static Verb verb() {
        return Verb.of(
                "[OPTIONS] CONTAINER [CONTAINER...]",
                "Stop one or more running containers",
                1,
                Verb.ANY,
                """
            -s, --signal string   Signal to send to the container
            -t, --timeout int     Seconds to wait before killing the container
                --time int        Same as --timeout
            """,
                Stop::run);
    }

    private static int run(Call call) throws IOException, InterruptedException {
        return stopOrRestart(call, "stop");
    }

    static int stopOrRestart(Call call, String what) throws IOException, InterruptedException {
        String seconds = call.flags().has("timeout") ? "timeout" : "time";
        return call.forEachArgument(name -> {
            var path = new Uri("/containers", name, what)
                    .with("signal", call.flags().string("signal"))
                    .with("t", call.flags().string(seconds));
            call.api().post(path.toString()).close();
            call.out().println(name);
        });
    }
}
