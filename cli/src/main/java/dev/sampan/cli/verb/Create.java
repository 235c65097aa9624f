package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Failure;
import dev.sampan.cli.Reference;
import dev.sampan.cli.Verb;
import dev.sampan.cli.container.ContainerFlags;
import dev.sampan.cli.container.ContainerRequest;
import dev.sampan.cli.flags.Parsed;
import dev.sampan.cli.terminal.Terminal;
import dev.sampan.client.Api;
import dev.sampan.client.ApiException;
import dev.sampan.client.Uri;
import dev.sampan.client.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code sampan create}, and the creation half of {@code run}. */
public final class Create {
    private Create() {}

    public static Verb verb() {
        return new Verb(
                "[OPTIONS] IMAGE [COMMAND] [ARG...]",
                "Create a new container",
                1,
                Verb.ANY,
                false,
                ContainerFlags.TEXT,
                Create::run);
    }

    private static int run(Call call) throws IOException, InterruptedException {
        Map<String, @Nullable Object> request = request(call, "create", false);
        call.out().println(create(call, request));
        return 0;
    }

    /** The request of the flags; what is wrong with them ends the command with the verb's hint. */
    static Map<String, @Nullable Object> request(Call call, String verb, boolean detached) throws IOException {
        try {
            return ContainerRequest.of(call.program(), call.flags(), detached);
        } catch (Failure e) {
            throw failure(call, verb, e.text(), 125);
        }
    }

    static Failure failure(Call call, String verb, String message, int status) {
        String name = call.program().name();
        return new Failure(
                status, name + ": " + message + "\n\nRun '" + name + " " + verb + " --help' for more information");
    }

    /** Creates it, pulling the image if need be; returns the id. */
    static String create(Call call, Map<String, @Nullable Object> request) throws IOException {
        Parsed flags = call.flags();
        String image = Json.text(request, "Image");
        if (!image.isEmpty() && !image.matches("(sha256:)?[0-9a-f]{64}")) {
            Reference.parse(image);
        }
        Path idFile = flags.has("cidfile") ? Path.of(flags.string("cidfile")) : null;
        if (idFile != null && Files.exists(idFile)) {
            throw new Failure(
                    "container ID file found, make sure the other container isn't running or delete " + idFile);
        }
        if (idFile != null) {
            write(idFile, "");
        }
        String pull = flags.string("pull");
        if (!List.of("always", "missing", "never").contains(pull)) {
            throw new Failure(
                    "invalid pull option: '" + pull + "': must be one of \"always\", \"missing\" or \"never\"");
        }
        String platform = flags.string("platform");
        if (!platform.isEmpty() && !platform.matches("[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+){0,2}")) {
            throw new Failure("error parsing specified platform: \"" + platform
                    + "\": cannot parse platform specifier: invalid argument");
        }
        boolean made = false;
        try {
            var created = answer(call, request, image);
            for (Object warning : Json.list(created.get("Warnings"))) {
                call.err().println("WARNING: " + warning);
            }
            String id = Json.text(created, "Id");
            if (idFile != null) {
                write(idFile, id);
            }
            made = true;
            return id;
        } finally {
            if (idFile != null && !made) {
                Files.deleteIfExists(idFile);
            }
        }
    }

    private static Map<String, @Nullable Object> answer(Call call, Map<String, @Nullable Object> request, String image)
            throws IOException {
        Parsed flags = call.flags();
        var path = new Uri("/containers/create")
                .with("name", flags.string("name"))
                .with("platform", flags.string("platform"));
        String pull = flags.string("pull");
        if (pull.equals("always")) {
            Pull.pull(call, image, flags.string("platform"), flags.bool("quiet"), call.err());
        }
        Api api = call.api();
        try {
            return api.post(path.toString(), request).object();
        } catch (ApiException e) {
            if (e.status() != 404 || !pull.equals("missing") || image.isEmpty()) {
                throw e;
            }
        }
        call.err().println("Unable to find image '" + Reference.split(image).tagged() + "' locally");
        Pull.pull(call, image, flags.string("platform"), flags.bool("quiet"), call.err());
        return api.post(path.toString(), request).object();
    }

    private static void write(Path file, String text) throws IOException {
        try {
            Files.writeString(file, text);
        } catch (NoSuchFileException e) {
            throw new Failure("failed to create the container ID file: open " + file + ": no such file or directory");
        }
    }

    /** The size of the terminal goes with the request, so that the first line of output is already right. */
    static void consoleSize(Map<String, @Nullable Object> request) {
        if (Terminal.is(0)) {
            int[] size = Terminal.size();
            var host = new LinkedHashMap<>(Json.object(request.get("HostConfig")));
            host.put("ConsoleSize", List.of(size[0], size[1]));
            request.put("HostConfig", host);
        }
    }
}
