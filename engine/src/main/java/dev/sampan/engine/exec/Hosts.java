package dev.sampan.engine.exec;

import dev.sampan.engine.process.LiveRecord;
import java.util.Optional;

/** The engine's containers. */
public interface Hosts {

    /**
     * @param reference a name, an id or a unique part of one
     * @throws dev.sampan.engine.error.EngineException.NotFound when there is none
     * @throws dev.sampan.engine.error.EngineException.Conflict when it does not run, is paused or restarting; Docker's texts name it
     *     as {@code reference} does
     */
    Host running(String reference);

    /**
     * What names the present run of a container: empty while it does not run, another after each start.
     *
     * @throws dev.sampan.engine.error.EngineException.NotFound when the container is gone
     */
    Optional<LiveRecord.Id> run(String containerId);
}
