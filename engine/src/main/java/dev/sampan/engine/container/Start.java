package dev.sampan.engine.container;

import dev.sampan.engine.container.state.State;
import dev.sampan.engine.error.EngineException.Conflict;
import dev.sampan.engine.error.EngineException.NotModified;
import java.util.function.Consumer;

/** Starts a container that does not run. */
final class Start {

    private final ContainerTable table;
    private final Launch launch;
    private final Consumer<Container> removeFailed;

    /** @param removeFailed removes a container with {@code --rm} that did not start */
    Start(ContainerTable table, Launch launch, Consumer<Container> removeFailed) {
        this.table = table;
        this.launch = launch;
        this.removeFailed = removeFailed;
    }

    void run(String reference) {
        Container container = table.get(reference);
        boolean failed = false;
        container.lock.lock();
        try {
            check(container.state());
            container.remember(edit -> edit.restartCount = 0);
            failed = true;
            launch.run(container);
            failed = false;
        } finally {
            container.lock.unlock();
            if (failed && container.spec().removedAtEnd()) {
                removeFailed.accept(container);
            }
        }
    }

    private static void check(State state) {
        switch (state) {
            case State.Created _, State.Exited _ -> {}
            case State.Running _, State.Restarting _ -> throw new NotModified("container is already running");
            case State.Paused _ -> throw new Conflict("cannot start a paused container, try unpause instead");
            case State.Removing _, State.Dead _ ->
                throw new Conflict("container is marked for removal and cannot be started");
        }
    }
}
