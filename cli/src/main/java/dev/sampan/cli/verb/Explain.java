package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Failure;
import dev.sampan.cli.Verb;
import dev.sampan.cli.flags.FlagSet;
import dev.sampan.cli.flags.Parsed;
import dev.sampan.cli.terminal.Terminal;
import dev.sampan.client.Response;
import dev.sampan.client.Uri;
import dev.sampan.client.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code sampan explain CONTAINER} and {@code sampan explain run ...}: what the kernel was asked to do for a start, step by step. The
 * daemon emits it from what was executed ({@code GET /containers/ID/explain?format=text|json|shell}); here it is only shown.
 */
public final class Explain {
    private Explain() {}

    public static Verb verb() {
        return new Verb(
                "[OPTIONS] CONTAINER | [OPTIONS] run [RUN OPTIONS] IMAGE [COMMAND] [ARG...]",
                "Show every kernel step that a container's start made",
                1,
                Verb.ANY,
                false,
                """
                      --json    Print as JSON
                      --shell   Print as a script of equivalent commands
                """,
                Explain::run);
    }

    private static int run(Call call) throws IOException, InterruptedException {
        if (!call.argument(0).equals("run")) {
            show(call, call.argument(0));
            return 0;
        }
        List<String> words = call.arguments().subList(1, call.arguments().size());
        Parsed flags = new FlagSet(Run.verb().flags()).parse(words, false);
        if (flags.arguments().isEmpty() && flags.string("rootfs").isEmpty()) {
            throw new Failure("explain run needs an image");
        }
        return explainRun(new Call(call.program(), "explain run", flags, call.engine()), call);
    }

    /** Runs it to its end, then shows the start of this container and removes it with --rm. */
    private static int explainRun(Call run, Call call) throws IOException {
        Map<String, @Nullable Object> request = Create.request(run, "run", true);
        Map<String, @Nullable Object> host = Json.object(request.get("HostConfig"));
        boolean remove = Boolean.TRUE.equals(host.get("AutoRemove"));
        host.put("AutoRemove", false);
        String id = Create.create(run, request);
        String path = new Uri("/containers", id).toString();
        try {
            boolean wait = !run.flags().bool("detach");
            Response end = wait ? run.api().post(path + "/wait?condition=next-exit") : null;
            run.api().post(path + "/start").close();
            int status = end == null ? 0 : Run.status(end);
            show(call, id);
            return status;
        } finally {
            if (remove) {
                run.api().delete(path + "?force=1&v=1").close();
            }
        }
    }

    private static void show(Call call, String container) throws IOException {
        String format = call.flags().bool("json") ? "json" : call.flags().bool("shell") ? "shell" : "text";
        var path = new Uri("/containers", container, "explain")
                .with("format", format)
                .with("color", format.equals("text") && Terminal.is(1) ? "1" : "");
        try (Response response = call.api().get(path.toString())) {
            response.body().transferTo(call.out());
        }
    }
}
