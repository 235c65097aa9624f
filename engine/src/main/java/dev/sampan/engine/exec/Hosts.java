package dev.sampan.engine.exec;

/** The engine's containers. */
public interface Hosts {

    /**
     * @param reference a name, an id or a unique part of one
     * @throws dev.sampan.engine.error.EngineException.NotFound when there is none
     * @throws dev.sampan.engine.error.EngineException.Conflict when it does not run, is paused or restarting; Docker's texts name it
     *     as {@code reference} does
     */
    Host running(String reference);
}
