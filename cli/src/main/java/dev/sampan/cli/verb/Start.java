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
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code sampan start}. */
public final class Start {
    private Start() {}

    public static Verb verb() {
        return Verb.of(
                "[OPTIONS] CONTAINER [CONTAINER...]",
                "Start one or more stopped containers",
                1,
                Verb.ANY,
                """
              -a, --attach                  Attach STDOUT and STDERR and forward signals
                  --checkpoint string       Restore from this checkpoint
                  --checkpoint-dir string   Directory of checkpoints
                  --detach-keys string      Key sequence that detaches
              -i, --interactive             Attach the container's STDIN
                  --sig-proxy               Forward signals to the process (default true)
            """,
                Start::run);
    }

    private static int run(Call call) throws IOException {
        if (call.flags().bool("attach") || call.flags().bool("interactive")) {
            if (call.arguments().size() > 1) {
                throw new Failure("you cannot start and attach multiple containers at once");
            }
            return attached(call, call.argument(0));
        }
        var failed = new ArrayList<String>();
        for (String name : call.arguments()) {
            try {
                call.api().post(start(call, name)).close();
                call.out().println(name);
            } catch (ApiException e) {
                call.out().flush();
                call.err().println(e.fromDaemon());
                failed.add(name);
            }
        }
        if (!failed.isEmpty()) {
            throw new Failure("Error: failed to start containers: " + String.join(", ", failed));
        }
        return 0;
    }

    private static String start(Call call, String name) {
        return new Uri("/containers", name, "start")
                .with("checkpoint", call.flags().string("checkpoint"))
                .with("checkpoint-dir", call.flags().string("checkpoint-dir"))
                .toString();
    }

    private static int attached(Call call, String name) throws IOException {
        Api api = call.api();
        Map<String, @Nullable Object> container =
                api.get(new Uri("/containers", name, "json").toString()).object();
        Map<String, @Nullable Object> config = Json.object(container.get("Config"));
        boolean tty = Boolean.TRUE.equals(config.get("Tty"));
        boolean input = call.flags().bool("interactive") && Boolean.TRUE.equals(config.get("OpenStdin"));
        if (tty && input && !Terminal.is(0)) {
            throw new Failure("the input device is not a TTY");
        }
        String path = new Uri("/containers", Json.text(container, "Id")).toString();
        var attach = new Uri(path + "/attach")
                .with("detachKeys", call.flags().string("detach-keys"))
                .with("stderr", "1")
                .with("stdin", input ? "1" : "")
                .with("stdout", "1")
                .with("stream", "1");
        Hijacked streams;
        try {
            streams = api.hijack(attach.toString(), null);
        } catch (ApiException e) {
            throw new Failure("unable to upgrade to tcp, received " + e.status());
        }
        boolean removed =
                Boolean.TRUE.equals(Json.object(container.get("HostConfig")).get("AutoRemove"));
        Response end = api.post(new Uri(path + "/wait")
                .with("condition", removed ? "removed" : "next-exit")
                .toString());
        var attachment = new Attachment(
                call.program(), api, path, tty, input, call.flags().string("detach-keys"));
        if (!tty && call.flags().bool("sig-proxy")) {
            attachment.forwardSignals();
        }
        try {
            api.post(start(call, name)).close();
        } catch (ApiException e) {
            streams.close();
            throw e;
        }
        attachment.followSize();
        return attachment.run(streams) ? 0 : Run.status(end);
    }
}
