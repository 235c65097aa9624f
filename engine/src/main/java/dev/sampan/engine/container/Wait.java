package dev.sampan.engine.container;

import dev.sampan.engine.container.state.LastRun;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Tells how a container ended, once it has. */
final class Wait {

    private final ContainerTable table;

    Wait(ContainerTable table) {
        this.table = table;
    }

    CompletableFuture<LastRun> run(String reference, String condition) {
        Function<Container, CompletableFuture<LastRun>> moment =
                switch (condition) {
                    case "", "not-running" -> Wait::notRunning;
                    case "next-exit" -> container -> container.waitFor(Container.Moment.NEXT_EXIT);
                    case "removed" -> container -> container.waitFor(Container.Moment.REMOVED);
                    default -> throw new InvalidRequest("invalid condition: \"" + condition + "\"");
                };
        Container container = table.get(reference);
        CompletableFuture<LastRun> end = moment.apply(container);
        // As in Docker: who has both, the output and this answer, never has the answer first.
        CompletableFuture<LastRun> answer =
                end.thenCompose(last -> container.delivered().thenApply(_ -> last));
        answer.whenComplete((_, _) -> end.cancel(false));
        return answer;
    }

    /** As in Docker, the first exit is enough, whether a restart follows or not. */
    private static CompletableFuture<LastRun> notRunning(Container container) {
        var exit = container.waitFor(Container.Moment.NEXT_EXIT);
        var stop = stopped(container);
        stop.thenAccept(exit::complete);
        exit.whenComplete((_, _) -> stop.cancel(false));
        return exit;
    }

    CompletableFuture<?> stopped(String reference) {
        return stopped(table.get(reference));
    }

    private static CompletableFuture<LastRun> stopped(Container container) {
        var stop = container.waitFor(Container.Moment.NOT_RUNNING);
        // Registered first, looked at second: an end between the two completes it once more, which does nothing.
        if (!container.state().running()) {
            stop.complete(container.file().lastRun());
        }
        return stop;
    }
}
