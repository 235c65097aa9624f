package dev.sampan.server.docker;

import dev.sampan.api.Json;
import dev.sampan.api.container.ContainerWaitResponse;
import dev.sampan.api.logs.LogLine;
import dev.sampan.api.system.UnixTime;
import dev.sampan.engine.container.Containers;
import dev.sampan.engine.container.Output;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.logging.LogEntry;
import dev.sampan.engine.logging.LogReader;
import dev.sampan.engine.process.StreamType;
import dev.sampan.server.http.Parameters;
import dev.sampan.server.http.Response;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** {@code GET /containers/x/logs}. */
final class LogsApi {
    private static final DateTimeFormatter NANO_FIXED = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final byte RECORD_SEPARATOR = 0x1e;

    private final Containers containers;

    LogsApi(Containers containers) {
        this.containers = containers;
    }

    /** How the client wants its lines. */
    private record Form(boolean stdout, boolean stderr, boolean timestamps, boolean details, boolean follow) {}

    void logs(Call call) throws IOException {
        Parameters query = call.parameters();
        var form = new Form(
                query.flag("stdout"),
                query.flag("stderr"),
                query.flag("timestamps"),
                query.flag("details"),
                query.flag("follow"));
        if (!form.stdout() && !form.stderr()) {
            throw new InvalidRequest("must specify at least one of 'stdout' or 'stderr'");
        }
        Optional<Instant> since = time("since", query.get("since"));
        Optional<Instant> until = time("until", query.get("until").equals("0") ? "" : query.get("until"));
        Optional<String> json = jsonType(call);
        Output output = containers.output(call.name());
        boolean runs =
                switch (output.state()) {
                    case "running", "paused", "restarting" -> true;
                    default -> false;
                };
        try (LogReader log = output.log().get()) {
            log.start(new LogReader.Query(tail(query.get("tail")), since, until, form.follow() && runs));
            call.response()
                    .headers()
                    .set("Content-Type", json.orElseGet(() -> AttachApi.contentType(call, !output.terminal())));
            var end = new CompletableFuture<ContainerWaitResponse>();
            if (form.follow() && runs) {
                end = follow(call, log);
            }
            try {
                call.response().flush();
                write(call, log, form, json, output.terminal());
            } finally {
                end.cancel(false);
            }
        }
    }

    /** The end of the container, and that of the client, end a reader that waits for more. */
    private CompletableFuture<ContainerWaitResponse> follow(Call call, LogReader log) throws IOException {
        CompletableFuture<ContainerWaitResponse> end = containers.await(call.name(), "not-running");
        end.thenRun(log::finish);
        call.exchange().whenClientLeaves(log::close);
        return end;
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

    private static void write(Call call, LogReader log, Form form, Optional<String> json, boolean terminal)
            throws IOException {
        Response response = call.response();
        var frames = new Frames(response::write, !terminal);
        for (var entry = log.next(); entry.isPresent(); entry = log.next()) {
            StreamType stream = AttachApi.streamOf(entry.get());
            if (stream == StreamType.STDERR ? !form.stderr() : !form.stdout()) {
                continue;
            }
            if (json.isEmpty()) {
                frames.write(stream, line(entry.get(), form));
            } else {
                if (json.get().equals("application/json-seq")) {
                    response.write(RECORD_SEPARATOR);
                }
                response.write(Json.bytes(asJson(entry.get(), form)));
                response.write('\n');
            }
            if (form.follow()) {
                response.flush();
            }
        }
    }

    private static byte[] line(LogEntry entry, Form form) {
        if (!form.timestamps() && !form.details()) {
            return entry.bytes();
        }
        String time = form.timestamps() ? NANO_FIXED.format(entry.time()) + " " : "";
        String details = form.details() ? details(entry.attributes()) + " " : "";
        byte[] before = (time + details).getBytes(StandardCharsets.UTF_8);
        byte[] line = new byte[before.length + entry.bytes().length];
        System.arraycopy(before, 0, line, 0, before.length);
        System.arraycopy(entry.bytes(), 0, line, before.length, entry.bytes().length);
        return line;
    }

    private static String details(Map<String, String> attributes) {
        return new TreeMap<>(attributes)
                .entrySet().stream()
                        .map(a -> URLEncoder.encode(a.getKey(), StandardCharsets.UTF_8) + "="
                                + URLEncoder.encode(a.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining(","));
    }

    private static LogLine asJson(LogEntry entry, Form form) {
        Map<String, String> shown = form.details() ? new TreeMap<>(entry.attributes()) : Map.of();
        return new LogLine(
                NANO_FIXED.format(entry.time()),
                AttachApi.streamOf(entry).name().toLowerCase(Locale.ROOT),
                new String(entry.bytes(), StandardCharsets.UTF_8),
                shown.entrySet().stream()
                        .map(a -> new LogLine.Attribute(a.getKey(), a.getValue()))
                        .toList());
    }
}
