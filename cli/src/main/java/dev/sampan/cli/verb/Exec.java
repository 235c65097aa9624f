package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Failure;
import dev.sampan.cli.Verb;
import dev.sampan.cli.container.KeyValues;
import dev.sampan.cli.terminal.Attachment;
import dev.sampan.cli.terminal.Terminal;
import dev.sampan.client.Api;
import dev.sampan.client.Hijacked;
import dev.sampan.client.Uri;
import dev.sampan.client.json.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code sampan exec}. */
public final class Exec {
    private Exec() {}

    public static Verb verb() {
        return new Verb(
                "[OPTIONS] CONTAINER COMMAND [ARG...]",
                "Execute a command in a running container",
                2,
                Verb.ANY,
                false,
                """
              -d, --detach               Run in the background
                  --detach-keys string   Key sequence that detaches
              -e, --env list             Set environment variables
                  --env-file list        Read environment variables from a file
              -i, --interactive          Keep STDIN open
                  --privileged           Give all privileges
              -t, --tty                  Allocate a terminal
              -u, --user string          User name or number (name|uid[:group|gid])
              -w, --workdir string       Working directory
            """,
                Exec::run);
    }

    private static int run(Call call) throws IOException {
        boolean detach = call.flags().bool("detach");
        boolean tty = call.flags().bool("tty");
        boolean input = !detach && call.flags().bool("interactive");
        if (tty && input && !Terminal.is(0)) {
            throw new Failure("the input device is not a TTY");
        }
        Api api = call.api();
        Map<String, @Nullable Object> request = request(call, detach, input);
        String id = Json.text(
                api.post(new Uri("/containers", call.argument(0), "exec").toString(), request)
                        .object(),
                "Id");
        if (id.isEmpty()) {
            throw new Failure("exec ID empty");
        }
        String exec = new Uri("/exec", id).toString();
        var start = new LinkedHashMap<String, @Nullable Object>();
        start.put("Detach", detach);
        start.put("Tty", tty);
        if (detach) {
            api.post(exec + "/start", start).close();
            return 0;
        }
        if (request.containsKey("ConsoleSize")) {
            start.put("ConsoleSize", request.get("ConsoleSize"));
        }
        Hijacked streams = api.hijack(exec + "/start", start);
        var attachment = new Attachment(
                call.program(), api, exec, tty, input, call.flags().string("detach-keys"));
        attachment.followSize();
        if (attachment.run(streams)) {
            throw new Failure("read escape sequence");
        }
        return (int) Json.number(api.get(exec + "/json").object(), "ExitCode");
    }

    private static Map<String, @Nullable Object> request(Call call, boolean detach, boolean input) throws IOException {
        var request = new LinkedHashMap<String, @Nullable Object>();
        boolean tty = call.flags().bool("tty");
        request.put("User", call.flags().string("user"));
        request.put("Privileged", call.flags().bool("privileged"));
        request.put("Tty", tty);
        request.put("AttachStdin", input);
        request.put("AttachStderr", !detach);
        request.put("AttachStdout", !detach);
        request.put("DetachKeys", call.flags().string("detach-keys"));
        List<String> environment = KeyValues.environment(
                call.program(), call.flags().list("env-file"), call.flags().list("env"));
        request.put("Env", environment.isEmpty() ? null : environment);
        request.put("WorkingDir", call.flags().string("workdir"));
        request.put("Cmd", call.arguments().subList(1, call.arguments().size()));
        if (tty && !detach && Terminal.is(0)) {
            int[] size = Terminal.size();
            request.put("ConsoleSize", List.of(size[0], size[1]));
        }
        return request;
    }
}
