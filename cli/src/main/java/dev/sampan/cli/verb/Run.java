package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Failure;
import dev.sampan.cli.Verb;
import dev.sampan.cli.container.ContainerFlags;
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

/** {@code sampan run}: create, attach, start, copy, wait. The exit status is the command's; 125 to 127 are ours. */
public final class Run {
    private static final String OWN_FLAGS = """
          -d, --detach                         Run in the background and print the id
              --sig-proxy                      Forward signals to the process (default true)
        """;

    private Run() {}

    public static Verb verb() {
        return new Verb(
                "[OPTIONS] IMAGE [COMMAND] [ARG...]",
                "Create and run a new container from an image",
                1,
                Verb.ANY,
                false,
                OWN_FLAGS + ContainerFlags.TEXT,
                Run::run);
    }

    private static int run(Call call) throws IOException, InterruptedException {
        boolean detach = call.flags().bool("detach");
        Map<String, @Nullable Object> request = Create.request(call, "run", detach);
        boolean input = Boolean.TRUE.equals(request.get("AttachStdin"));
        boolean tty = call.flags().bool("tty");
        if (detach && call.flags().has("attach")) {
            throw new Failure("conflicting options: cannot specify both --attach and --detach");
        }
        if (!detach && tty && input && !Terminal.is(0)) {
            throw new Failure("the input device is not a TTY");
        }
        if (!detach && tty) {
            Create.consoleSize(request);
        }
        Api api = call.api();
        String id;
        try {
            id = Create.create(call, request);
        } catch (ApiException e) {
            throw failed(call, e.fromDaemon());
        } catch (Failure e) {
            throw failed(call, e.text());
        }
        return detach ? detached(call, api, id) : attached(call, api, id, request);
    }

    private static int detached(Call call, Api api, String id) throws IOException {
        call.out().println(id);
        try {
            api.post(new Uri("/containers", id, "start").toString()).close();
        } catch (ApiException e) {
            throw failed(call, e.fromDaemon());
        }
        return 0;
    }

    private static int attached(Call call, Api api, String id, Map<String, @Nullable Object> request)
            throws IOException {
        boolean input = Boolean.TRUE.equals(request.get("AttachStdin"));
        boolean out = Boolean.TRUE.equals(request.get("AttachStdout"));
        boolean err = Boolean.TRUE.equals(request.get("AttachStderr"));
        boolean tty = call.flags().bool("tty");
        var path = new Uri("/containers", id, "attach")
                .with("detachKeys", call.flags().string("detach-keys"))
                .with("stderr", err ? "1" : "")
                .with("stdin", input ? "1" : "")
                .with("stdout", out ? "1" : "")
                .with("stream", "1");
        String container = new Uri("/containers", id).toString();
        var attachment = new Attachment(
                call.program(), api, container, tty, input, call.flags().string("detach-keys"));
        if (call.flags().bool("sig-proxy")) {
            attachment.forwardSignals();
        }
        Hijacked streams;
        try {
            streams = api.hijack(path.toString(), null);
        } catch (ApiException e) {
            throw failed(call, "unable to upgrade to tcp, received " + e.status());
        }
        // Asked for before the start, so that no end is too quick to be seen.
        String condition = call.flags().bool("rm") ? "removed" : "next-exit";
        Response end = api.post(
                new Uri(container + "/wait").with("condition", condition).toString());
        try {
            api.post(container + "/start").close();
        } catch (ApiException e) {
            streams.close();
            if (call.flags().bool("rm")) {
                end.bytes();
            }
            throw failed(call, e.fromDaemon());
        }
        attachment.followSize();
        if (!out && !err) {
            call.out().println(id);
            call.out().flush();
        }
        boolean detached = attachment.run(streams);
        return detached ? 0 : status(end);
    }

    /** What wait answers: the status, or why it could not be had. */
    static int status(Response end) throws IOException {
        Map<String, @Nullable Object> answer = end.object();
        String error = Json.text(Json.object(answer.get("Error")), "Message");
        if (!error.isEmpty()) {
            throw new Failure(125, "Error waiting for container: " + error);
        }
        return (int) Json.number(answer, "StatusCode");
    }

    /** 127 for what was not found, 126 for what could not be executed, else 125: told from the message, as Docker's client does. */
    private static Failure failed(Call call, String message) {
        int status = 125;
        if (message.contains("executable file not found") || message.contains("no such file or directory")) {
            status = 127;
        } else if (message.contains("permission denied") || message.contains("is a directory")) {
            status = 126;
        }
        return Create.failure(call, "run", message, status);
    }
}
