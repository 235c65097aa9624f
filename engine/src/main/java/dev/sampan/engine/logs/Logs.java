package dev.sampan.engine.logs;

import dev.sampan.engine.logging.LogReader;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Opens a container's log for reading. */
public final class Logs {

    private Logs() {}

    /**
     * A container that does not run is not followed; one that does, until its present run ends.
     *
     * @param log opens the container's log; throws NotImplemented when its driver cannot be read
     * @param ended completes when the run has ended and all its output is written; empty when the container does not run
     */
    public static LogLines open(
            Function<LogReader.Query, LogReader> log, Optional<CompletableFuture<?>> ended, LogsRequest request) {
        var asked = request.query();
        boolean follow = asked.follow() && ended.isPresent();
        var reader = log.apply(new LogReader.Query(asked.tail(), asked.since(), asked.until(), follow));
        if (follow) {
            ended.get().whenComplete((result, failure) -> reader.finish());
        }
        return new LogLines(reader, request);
    }
}
