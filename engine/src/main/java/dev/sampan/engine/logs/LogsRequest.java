package dev.sampan.engine.logs;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.logging.LogReader.Query;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is asked of a container's log. */
public record LogsRequest(boolean stdout, boolean stderr, boolean timestamps, boolean details, Query query) {

    private static final Set<String> FALSE = Set.of("", "0", "no", "false", "none");

    /**
     * Reads the API's query; what it does not say is as Docker has it.
     *
     * @throws InvalidRequest in Docker's words and order: no stream chosen, then bad times
     */
    public static LogsRequest parse(Map<String, String> query) {
        boolean stdout = flag(query, "stdout");
        boolean stderr = flag(query, "stderr");
        if (!stdout && !stderr) {
            throw new InvalidRequest("must specify at least one of 'stdout' or 'stderr'");
        }
        var since = time(query, "since");
        var until = time(query, "until");
        return new LogsRequest(
                stdout,
                stderr,
                flag(query, "timestamps"),
                flag(query, "details"),
                new Query(tail(query.getOrDefault("tail", "")), since, until, flag(query, "follow")));
    }

    private static boolean flag(Map<String, String> query, String name) {
        return !FALSE.contains(query.getOrDefault(name, "").strip().toLowerCase(java.util.Locale.ROOT));
    }

    private static Optional<Instant> time(Map<String, String> query, String name) {
        try {
            return Timestamp.parse(query.getOrDefault(name, ""));
        } catch (IllegalArgumentException bad) {
            throw new InvalidRequest("invalid value for \"" + name + "\": " + bad.getMessage());
        }
    }

    /** Everything that is not a number means all. */
    private static long tail(String text) {
        return text.matches("[+-]?[0-9]{1,18}") ? Long.parseLong(text) : -1;
    }
}
