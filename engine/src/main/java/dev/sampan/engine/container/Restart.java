package dev.sampan.engine.container;

import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.error.EngineException.NotModified;
import dev.sampan.engine.error.EngineException.SystemFailure;
import java.util.OptionalInt;

/** Stops a container that runs, and starts it. */
final class Restart {

    private final Parts parts;
    private final Stop stop;
    private final Start start;

    Restart(Parts parts, Stop stop, Start start) {
        this.parts = parts;
        this.stop = stop;
        this.start = start;
    }

    void run(String reference, OptionalInt seconds, String signal) {
        Container container = parts.table().get(reference);
        try {
            if (container.state().running()) {
                stop.end(container, seconds, signal, Container.Ending.RESTARTED);
                parts.tell(container, "stop");
            }
        } catch (EngineException e) {
            throw new SystemFailure("Cannot restart container " + reference + ": " + e.getMessage(), e);
        }
        try {
            start.run(container.id);
        } catch (NotModified startedMeanwhile) {
            // Somebody else's start is as good.
        }
        parts.tell(container, "restart");
    }
}
