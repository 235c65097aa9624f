package dev.sampan.engine.container;

import dev.sampan.engine.container.check.SignalName;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.error.EngineException.Conflict;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.NotFound;
import java.time.Duration;

/** Sends a signal; after SIGKILL waits for the end. */
final class Kill {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ContainerTable table;
    private final Signals signals;

    Kill(ContainerTable table, Signals signals) {
        this.table = table;
        this.signals = signals;
    }

    void run(String reference, String signal) {
        try {
            int number = signal.isEmpty() ? SignalName.SIGKILL : SignalName.parse(signal);
            Container container = table.get(reference);
            signals.send(container, number);
            if (number == SignalName.SIGKILL) {
                Signals.awaitEnd(container, PATIENCE);
            }
        } catch (EngineException e) {
            String message = "cannot kill container: " + reference + ": " + e.getMessage();
            throw switch (e) {
                case InvalidRequest _ -> new InvalidRequest(message, e);
                case NotFound _ -> new NotFound(message, e);
                case Conflict _ -> new Conflict(message, e);
                default -> new EngineException.SystemFailure(message, e);
            };
        }
    }
}
