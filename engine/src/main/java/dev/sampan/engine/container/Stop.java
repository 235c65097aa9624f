package dev.sampan.engine.container;

import dev.sampan.engine.container.check.SignalName;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.error.EngineException.NotModified;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.spec.StopSpec;
import java.time.Duration;
import java.util.OptionalInt;

/** Asks a container to end, and makes it when it does not. */
final class Stop {

    /** After a signal that could not be sent there is nothing to wait for but a process that is just ending. */
    private static final Duration AFTER_NO_SIGNAL = Duration.ofSeconds(2);

    private final Parts parts;
    private final Signals signals;

    Stop(Parts parts, Signals signals) {
        this.parts = parts;
        this.signals = signals;
    }

    void run(String reference, OptionalInt seconds, String signal) {
        Container container = parts.table().get(reference);
        if (!container.state().running()) {
            throw new NotModified("container is already stopped");
        }
        try {
            end(container, seconds, signal, Container.Ending.STOPPED);
        } catch (EngineException e) {
            throw new SystemFailure("cannot stop container: " + reference + ": " + e.getMessage(), e);
        }
        parts.tell(container, "stop");
    }

    /** @param why what shall follow the end */
    void end(Container container, OptionalInt seconds, String signal, Container.Ending why) {
        StopSpec asked = container.spec().stop();
        int number = signal.isEmpty() ? asked.signal() : SignalName.parse(signal);
        container.lock.lock();
        try {
            container.ending(why);
        } finally {
            container.lock.unlock();
        }
        Duration limit = seconds.isPresent() ? Duration.ofSeconds(seconds.getAsInt()) : asked.patience();
        try {
            signals.send(container, number);
        } catch (EngineException.Conflict ended) {
            return;
        } catch (EngineException.InvalidRequest unknownToTheKernel) {
            limit = AFTER_NO_SIGNAL;
        }
        if (!Signals.awaitEnd(container, limit)) {
            signals.killAndWait(container);
        }
    }
}
