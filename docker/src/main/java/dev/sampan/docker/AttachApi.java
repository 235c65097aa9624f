package dev.sampan.docker;

import dev.sampan.engine.container.Containers;
import dev.sampan.engine.container.Output;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.error.EngineException.Conflict;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.NotImplemented;
import dev.sampan.engine.logging.LogEntry;
import dev.sampan.engine.logging.LogReader;
import dev.sampan.engine.logging.LogWriter;
import dev.sampan.engine.process.Attachment;
import dev.sampan.engine.process.DetachKeys;
import dev.sampan.engine.process.StreamType;
import dev.sampan.http.Exchange;
import dev.sampan.http.Parameters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** {@code POST /containers/x/attach}: the container's streams on a connection that leaves HTTP. */
final class AttachApi {
    static final String RAW = "application/vnd.docker.raw-stream";
    static final String MULTIPLEXED = "application/vnd.docker.multiplexed-stream";

    private final Containers containers;

    AttachApi(Containers containers) {
        this.containers = containers;
    }

    /** Docker answers errors here outside of its usual shape, since it has left HTTP when it finds them. */
    void attach(Call call) throws IOException {
        try {
            stream(call);
        } catch (EngineException e) {
            if (call.exchange().hijacked()) {
                throw e;
            }
            int status = Errors.status(e);
            call.exchange()
                    .hijack("HTTP/1.1 " + status + " " + reason(status) + "\r\nContent-Type: " + RAW + "\r\n\r\n"
                            + e.getMessage() + "\r\n");
        }
    }

    private static String reason(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 404 -> "Not Found";
            case 409 -> "Conflict";
            default -> "Internal Server Error";
        };
    }

    private void stream(Call call) throws IOException {
        Parameters query = call.parameters();
        Optional<DetachKeys> keys = detachKeys(query.get("detachKeys"));
        Output output = containers.output(call.name());
        checkState(call.name(), output);
        boolean stdin = query.flag("stdin") && output.stdin();
        var wanted = new Attachment.Wanted(stdin, query.flag("stdout"), query.flag("stderr"), keys);
        var conversation =
                new Conversation(!output.terminal(), () -> output.tell().accept("detach"));
        Optional<Attachment> live =
                query.flag("stream") ? Optional.of(output.streams().attach(wanted, conversation)) : Optional.empty();
        try {
            conversation.hijack(call.exchange(), head(call, !output.terminal()));
            if (query.flag("logs") && !logged(output, wanted, conversation.frames())) {
                live.ifPresent(Attachment::close);
            }
            output.tell().accept("attach");
        } catch (IOException e) {
            live.ifPresent(Attachment::close);
            throw e;
        } finally {
            conversation.begin(live);
        }
        live.ifPresent(conversation::converse);
    }

    static Optional<DetachKeys> detachKeys(String text) {
        Optional<DetachKeys> keys = DetachKeys.parse(text);
        if (keys.isEmpty()) {
            throw new InvalidRequest("Invalid detach keys (" + text + ") provided");
        }
        return keys;
    }

    private static void checkState(String name, Output output) {
        switch (output.state()) {
            case "paused" ->
                throw new Conflict("container " + name + " is paused, unpause the container before attach");
            case "restarting" ->
                throw new Conflict("container " + name + " is restarting, wait until the container is running");
            default -> {}
        }
    }

    private static String head(Call call, boolean multiplexed) {
        if (!call.exchange().wantsUpgrade()) {
            return "HTTP/1.1 200 OK\r\nContent-Type: " + RAW + "\r\n\r\n";
        }
        return "HTTP/1.1 101 UPGRADED\r\nContent-Type: " + contentType(call, multiplexed)
                + "\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";
    }

    /** Multiplexed streams have their own name since API 1.42. */
    static String contentType(Call call, boolean multiplexed) {
        return multiplexed && !call.version().before(1, 42) ? MULTIPLEXED : RAW;
    }

    /** False where the log cannot be read: the stream says so and ends, as in Docker. */
    private static boolean logged(Output output, Attachment.Wanted wanted, Frames frames) throws IOException {
        var all = new LogReader.Query(-1, Optional.empty(), Optional.empty(), false);
        try (LogReader log = output.log().apply(all)) {
            for (var entry = log.next(); entry.isPresent(); entry = log.next()) {
                StreamType stream = streamOf(entry.get());
                if (stream == StreamType.STDERR ? wanted.stderr() : wanted.stdout()) {
                    frames.write(stream, entry.get().bytes());
                }
            }
            return true;
        } catch (NotImplemented e) {
            String why = output.logDriver().equals("none")
                    ? "failed to get logging factory: logger: no log driver named 'none' is registered:"
                            + " error looking up logging plugin none: plugin \"none\" not found"
                    : e.getMessage();
            frames.write(StreamType.STDOUT, ("Error attaching: " + why + "\n").getBytes(StandardCharsets.UTF_8));
            return false;
        }
    }

    static StreamType streamOf(LogEntry entry) {
        return entry.stream() == LogWriter.Stream.STDERR ? StreamType.STDERR : StreamType.STDOUT;
    }

    /** Attaching over a WebSocket is not there; what is wrong with the request is said first, as in Docker. */
    void webSocket(Call call) throws IOException {
        detachKeys(call.parameters().get("detachKeys"));
        checkState(call.name(), containers.output(call.name()));
        Exchange exchange = call.exchange();
        if (!exchange.requestHeaders().hasToken("Upgrade", "websocket")) {
            call.done(400);
            return;
        }
        throw new NotImplemented("attaching over a WebSocket is not implemented");
    }
}
