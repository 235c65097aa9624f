package dev.sampan.docker;

import dev.sampan.api.Json;
import dev.sampan.api.logs.LogLine;
import dev.sampan.api.system.UnixTime;
import dev.sampan.engine.container.Containers;
import dev.sampan.engine.container.Output;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.logging.LogEntry;
import dev.sampan.engine.logging.LogReader;
import dev.sampan.engine.logs.LogLines;
import dev.sampan.engine.logs.LogText;
import dev.sampan.engine.logs.Logs;
import dev.sampan.engine.logs.LogsRequest;
import dev.sampan.http.Parameters;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** {@code GET /containers/x/logs}. */
final class LogsApi {
    private static final byte RECORD_SEPARATOR = 0x1e;
    private static final int BUFFER = 32 << 10;

    private final Containers containers;

    LogsApi(Containers containers) {
        this.containers = containers;
    }

    void logs(Call call) throws IOException {
        Parameters query = call.parameters();
        boolean stdout = query.flag("stdout");
        boolean stderr = query.flag("stderr");
        if (!stdout && !stderr) {
            throw new InvalidRequest("must specify at least one of 'stdout' or 'stderr'");
        }
        Optional<Instant> since = time("since", query.get("since"));
        Optional<Instant> until = time("until", query.get("until").equals("0") ? "" : query.get("until"));
        Optional<String> json = jsonType(call);
        boolean follow = query.flag("follow");
        var request = new LogsRequest(
                stdout,
                stderr,
                query.flag("timestamps"),
                query.flag("details"),
                new LogReader.Query(tail(query.get("tail")), since, until, follow));
        Output output = containers.output(call.name());
        Optional<CompletableFuture<?>> end = follow ? end(call, output) : Optional.empty();
        try (LogLines log = Logs.open(output.log(), end, request)) {
            call.exchange().whenClientLeaves(log::close);
            call.response()
                    .headers()
                    .set("Content-Type", json.orElseGet(() -> AttachApi.contentType(call, !output.terminal())));
            call.response().flush();
            write(call, log, json, output.terminal());
        } finally {
            end.ifPresent(e -> e.cancel(false));
        }
    }

    /** The end of the present run; empty when it does not run. */
    private Optional<CompletableFuture<?>> end(Call call, Output output) {
        return switch (output.state()) {
            case "running", "paused", "restarting" -> Optional.of(containers.stopped(call.name()));
            default -> Optional.empty();
        };
    }

    private static Optional<Instant> time(String parameter, String text) {
        try {
            return UnixTime.parse(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequest("invalid value for \"" + parameter + "\": " + e.getMessage(), e);
        }
    }

    /** Whatever is no number of lines means all of them. */
    private static long tail(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
    }

    private static Optional<String> jsonType(Call call) throws IOException {
        if (call.version().before(1, 54)) {
            return Optional.empty();
        }
        String accept = call.exchange().requestHeaders().first("Accept").orElse("");
        for (String type : accept.split(",", -1)) {
            switch (type.replaceFirst(";.*", "").strip()) {
                case "application/x-ndjson", "application/jsonl", "application/json-seq" -> {
                    return Optional.of(type.replaceFirst(";.*", "").strip());
                }
                default -> {}
            }
        }
        return switch (call.parameters().get("format")) {
            case "" -> Optional.empty();
            case "json" -> Optional.of("application/x-ndjson");
            default -> throw new InvalidRequest("unsupported log format");
        };
    }

    private static void write(Call call, LogLines log, Optional<String> json, boolean terminal) throws IOException {
        // One write to the socket for all lines there are, not for each: a follower must keep up with the writer.
        var out = new BufferedOutputStream(call.response(), BUFFER);
        var frames = new Frames(out::write, !terminal);
        Runnable send = () -> {
            try {
                out.flush();
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        };
        try {
            for (var entry = log.next(send); entry.isPresent(); entry = log.next(send)) {
                if (json.isEmpty()) {
                    frames.write(AttachApi.streamOf(entry.get()), LogText.of(entry.get(), log.request()));
                } else {
                    if (json.get().equals("application/json-seq")) {
                        out.write(RECORD_SEPARATOR);
                    }
                    out.write(Json.bytes(asJson(entry.get(), log.request())));
                    out.write('\n');
                }
            }
        } catch (UncheckedIOException gone) {
            throw gone.getCause();
        }
        out.flush();
    }

    private static LogLine asJson(LogEntry entry, LogsRequest form) {
        Map<String, String> shown = form.details() ? new TreeMap<>(entry.attributes()) : Map.of();
        return new LogLine(
                LogText.time(entry.time()),
                AttachApi.streamOf(entry).name().toLowerCase(Locale.ROOT),
                new String(entry.bytes(), StandardCharsets.UTF_8),
                shown.entrySet().stream()
                        .map(a -> new LogLine.Attribute(a.getKey(), a.getValue()))
                        .toList());
    }
}
