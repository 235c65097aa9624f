package dev.sampan.docker;

import dev.sampan.api.Json;
import dev.sampan.api.container.ContainerCreateRequest;
import dev.sampan.api.container.ContainerCreateResponse;
import dev.sampan.api.container.ContainerTopResponse;
import dev.sampan.api.container.ContainerUpdateResponse;
import dev.sampan.api.container.ContainerWaitExitError;
import dev.sampan.api.container.ContainerWaitResponse;
import dev.sampan.api.container.ContainersPruneResponse;
import dev.sampan.api.container.FilesystemChange;
import dev.sampan.api.container.HostConfig;
import dev.sampan.api.version.ContainerAnswers;
import dev.sampan.api.version.CreateRequest;
import dev.sampan.api.version.UpdateRequest;
import dev.sampan.engine.Engine;
import dev.sampan.engine.container.Containers;
import dev.sampan.engine.container.Created;
import dev.sampan.engine.container.ListQuery;
import dev.sampan.engine.container.ProcessTable;
import dev.sampan.engine.container.Pruned;
import dev.sampan.engine.container.state.LastRun;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.image.PlatformText;
import dev.sampan.engine.oci.Platform;
import dev.sampan.http.Parameters;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import tools.jackson.databind.node.NullNode;

/** The verbs on containers that answer with JSON or a status. */
final class ContainersApi {
    private final Containers containers;
    private final ContainerJson shown;

    ContainersApi(Engine engine) {
        containers = engine.containers();
        shown = new ContainerJson(engine);
    }

    void list(Call call) throws IOException {
        Parameters query = call.parameters();
        int limit = call.number("limit").orElse(0);
        var wanted = new ListQuery(query.flag("all"), limit, query.flag("size"), call.filters());
        call.json(ContainerAnswers.list(shown.list(containers.list(wanted)), call.version()));
    }

    void create(Call call) throws IOException {
        String name = call.parameters().get("name");
        Optional<ContainerCreateRequest> body = call.body(ContainerCreateRequest.class);
        if (call.exchange().hasNoBody()) {
            throw new InvalidRequest("invalid JSON: EOF");
        }
        ContainerCreateRequest request = body.orElseGet(() -> new ContainerCreateRequest(null, null, null));
        severalEndpoints(call, request);
        if (call.version().before(1, 41)) {
            call.refuse(
                    "the HostConfig.Capabilities field is not supported by this daemon; use CapAdd and CapDrop to set"
                            + " capabilities",
                    "HostConfig",
                    "Capabilities");
        }
        if (call.version().before(1, 44) && forcesRecursion(request)) {
            throw new InvalidRequest("BindOptions.ReadOnlyForceRecursive needs API v1.44 or newer");
        }
        Created created = containers.create(name, platform(call), CreateRequest.of(request, call.version()));
        call.json(201, new ContainerCreateResponse(created.id(), created.warnings()));
    }

    private static boolean forcesRecursion(ContainerCreateRequest request) {
        return request.hostConfig() != null
                && request.hostConfig().mounts() != null
                && request.hostConfig().mounts().stream()
                        .anyMatch(mount -> mount.type().equals("bind")
                                && mount.bindOptions() != null
                                && mount.bindOptions().readOnlyForceRecursive());
    }

    private static void severalEndpoints(Call call, ContainerCreateRequest request) {
        var networking = request.networkingConfig();
        var endpoints = networking == null ? null : networking.endpointsConfig();
        if (call.version().before(1, 44) && endpoints != null && endpoints.size() > 1) {
            throw new InvalidRequest("Container cannot be created with multiple network endpoints: "
                    + String.join(", ", new TreeSet<>(endpoints.keySet())));
        }
    }

    private static Optional<Platform> platform(Call call) throws IOException {
        String text = call.parameters().get("platform");
        return text.isEmpty() || call.version().before(1, 41)
                ? Optional.empty()
                : Optional.of(PlatformText.parse(text));
    }

    void inspect(Call call) throws IOException {
        boolean size = call.parameters().flag("size");
        call.json(ContainerAnswers.inspect(shown.inspect(containers.inspect(call.name(), size)), call.version()));
    }

    void top(Call call) throws IOException {
        ProcessTable processes = containers.top(call.name(), call.parameters().get("ps_args"));
        call.json(new ContainerTopResponse(processes.titles(), processes.rows()));
    }

    /** Null for no change, as Docker has it. */
    void changes(Call call) throws IOException {
        List<FilesystemChange> changes = containers.changes(call.name()).stream()
                .map(change -> new FilesystemChange(change.kind().ordinal(), change.path()))
                .toList();
        call.json(changes.isEmpty() ? NullNode.getInstance() : changes);
    }

    void export(Call call) throws IOException {
        containers.export(
                call.name(),
                call.response(),
                () -> call.response().headers().set("Content-Type", "application/octet-stream"));
    }

    void start(Call call) throws IOException {
        // Docker lets through what old clients sent for "nothing": {} and null
        if (call.exchange().bodyLength() > 7) {
            throw new InvalidRequest("starting container with non-empty request body was deprecated since API v1.22 and"
                    + " removed in v1.24");
        }
        String checkpoint = call.parameters().get("checkpoint");
        if (!checkpoint.isEmpty() && !checkpoint.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]+")) {
            throw new InvalidRequest(
                    "Invalid checkpoint ID (" + checkpoint + "), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
        }
        if (!call.parameters().get("checkpoint-dir").isEmpty()) {
            throw new EngineException.Forbidden("custom checkpointdir is not supported");
        }
        if (!checkpoint.isEmpty()) {
            throw new InvalidRequest("checkpoint is only supported in experimental mode");
        }
        containers.start(call.name());
        call.done(204);
    }

    void stop(Call call) throws IOException {
        String signal = signal(call);
        containers.stop(call.name(), seconds(call), signal);
        call.done(204);
    }

    /** Docker answers 500 here for what is 400 in stop. */
    void restart(Call call) throws IOException {
        String signal = signal(call);
        OptionalInt seconds;
        try {
            seconds = seconds(call);
        } catch (InvalidRequest e) {
            throw new SystemFailure(e.getMessage(), e);
        }
        containers.restart(call.name(), seconds, signal);
        call.done(204);
    }

    /** Stop and restart know it since API 1.42. */
    private static String signal(Call call) throws IOException {
        return call.version().before(1, 42) ? "" : call.parameters().get("signal");
    }

    private static OptionalInt seconds(Call call) throws IOException {
        Optional<Integer> seconds = call.number("t");
        return seconds.isPresent() ? OptionalInt.of(seconds.get()) : OptionalInt.empty();
    }

    void kill(Call call) throws IOException {
        containers.kill(call.name(), call.parameters().get("signal"));
        call.done(204);
    }

    void pause(Call call) throws IOException {
        containers.pause(call.name());
        call.done(204);
    }

    void unpause(Call call) throws IOException {
        containers.unpause(call.name());
        call.done(204);
    }

    /** The head goes out when the wait is registered, so that a client can start the container after it without a race. */
    void await(Call call) throws IOException, InterruptedException {
        String condition = call.parameters().get("condition");
        CompletableFuture<LastRun> exit = containers.await(call.name(), condition);
        try {
            call.exchange().interruptWhenClientLeaves();
            call.response().headers().set("Content-Type", "application/json");
            call.response().flush();
            call.response().write(dev.sampan.api.Json.bytes(answer(exit.get())));
            call.response().write('\n');
        } catch (ExecutionException e) {
            throw e.getCause() instanceof EngineException known
                    ? known
                    : new SystemFailure("wait: " + e.getMessage(), e);
        } finally {
            exit.cancel(false);
        }
    }

    private static ContainerWaitResponse answer(LastRun last) {
        return new ContainerWaitResponse(
                last.exitCode(), last.error().isEmpty() ? null : new ContainerWaitExitError(last.error()));
    }

    void resize(Call call) throws IOException {
        int height = ExecApi.dimension("height", call.parameters().get("h"));
        int width = ExecApi.dimension("width", call.parameters().get("w"));
        containers.resize(call.name(), height, width);
        call.done(200);
    }

    void rename(Call call) throws IOException {
        containers.rename(call.name(), call.parameters().get("name"));
        call.done(204);
    }

    void update(Call call) throws IOException {
        HostConfig changes = call.body(HostConfig.class).orElseGet(ContainersApi::nothing);
        List<String> warnings = containers.update(call.name(), UpdateRequest.of(changes, call.version()));
        call.json(new ContainerUpdateResponse(warnings.isEmpty() ? null : warnings));
    }

    private static HostConfig nothing() {
        return Json.convert(Json.tree(Map.of()), HostConfig.class);
    }

    void remove(Call call) throws IOException {
        Parameters query = call.parameters();
        containers.remove(call.name(), query.flag("force"), query.flag("v"), query.flag("link"));
        call.done(204);
    }

    void prune(Call call) throws IOException {
        Pruned pruned = containers.prune(call.filters());
        call.json(new ContainersPruneResponse(pruned.ids().isEmpty() ? null : pruned.ids(), pruned.bytes()));
    }
}
