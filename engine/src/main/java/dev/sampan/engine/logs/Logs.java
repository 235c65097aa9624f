package dev.sampan.engine.logs;

import dev.sampan.engine.error.EngineException.NotImplemented;
import dev.sampan.engine.logging.LogDrivers;
import dev.sampan.engine.logging.LogReader;

/** Opens a container's log for reading. */
public final class Logs {

    private final LogDrivers drivers;

    public Logs(LogDrivers drivers) {
        this.drivers = drivers;
    }

    /**
     * A container that does not run is not followed; one that does, until its present run ends.
     *
     * @throws NotImplemented when the container's driver cannot be read, in Docker's words
     */
    public LogLines open(LogSource source, LogsRequest request) {
        var driver = drivers.named(source.driver());
        if (!driver.readable()) {
            throw new NotImplemented("configured logging driver does not support reading");
        }
        var asked = request.query();
        boolean follow = asked.follow() && source.ended().isPresent();
        var query = new LogReader.Query(asked.tail(), asked.since(), asked.until(), follow);
        var reader = driver.read(source.target(), source.options(), query);
        if (follow) {
            source.ended().get().whenComplete((result, failure) -> reader.finish());
        }
        return new LogLines(reader, request);
    }
}
