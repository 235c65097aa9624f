package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Failure;
import dev.sampan.cli.Verb;
import dev.sampan.cli.terminal.Attachment;
import dev.sampan.cli.terminal.Terminal;
import dev.sampan.client.Api;
import dev.sampan.client.ApiException;
import dev.sampan.client.Hijacked;
import dev.sampan.client.Response;
import dev.sampan.client.Uri;
import dev.sampan.client.json.Json;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code sampan attach}. */
public final class Attach {
    private Attach() {}

    public static Verb verb() {
        return Verb.of(
                "[OPTIONS] CONTAINER",
                "Attach to a running container's input, output and error streams",
                1,
                1,
                """
              --detach-keys string   Key sequence that detaches
              --no-stdin             Do not attach STDIN
              --sig-proxy            Forward signals to the process (default true)
            """,
                Attach::run);
    }

    private static int run(Call call) throws IOException {
        Api api = call.api();
        Map<String, @Nullable Object> container = api.get(new Uri("/containers", call.argument(0), "json").toString())
                .object();
        refuseUnlessRunning(Json.object(container.get("State")));
        Map<String, @Nullable Object> config = Json.object(container.get("Config"));
        boolean tty = Boolean.TRUE.equals(config.get("Tty"));
        boolean input = !call.flags().bool("no-stdin") && Boolean.TRUE.equals(config.get("OpenStdin"));
        if (tty && input && !Terminal.is(0)) {
            throw new Failure("the input device is not a TTY");
        }
        String path = new Uri("/containers", Json.text(container, "Id")).toString();
        Response end = api.post(path + "/wait");
        var attach = new Uri(path + "/attach")
                .with("detachKeys", call.flags().string("detach-keys"))
                .with("stderr", "1")
                .with("stdin", input ? "1" : "")
                .with("stdout", "1")
                .with("stream", "1");
        var attachment = new Attachment(
                call.program(), api, path, tty, input, call.flags().string("detach-keys"));
        if (!tty && call.flags().bool("sig-proxy")) {
            attachment.forwardSignals();
        }
        Hijacked streams;
        try {
            streams = api.hijack(attach.toString(), null);
        } catch (ApiException e) {
            throw new Failure("unable to upgrade to tcp, received " + e.status());
        }
        attachment.followSize();
        if (attachment.run(streams)) {
            throw new Failure("read escape sequence");
        }
        return Run.status(end);
    }

    private static void refuseUnlessRunning(Map<String, @Nullable Object> state) {
        if (!Boolean.TRUE.equals(state.get("Running"))) {
            throw new Failure("You cannot attach to a stopped container, start it first");
        }
        if (Boolean.TRUE.equals(state.get("Paused"))) {
            throw new Failure("You cannot attach to a paused container, unpause it first");
        }
        if (Boolean.TRUE.equals(state.get("Restarting"))) {
            throw new Failure("You cannot attach to a restarting container, wait until it is running");
        }
    }
}
