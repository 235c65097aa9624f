package dev.sampan.engine.container;

import dev.sampan.api.container.ContainerWaitExitError;
import dev.sampan.api.container.ContainerWaitResponse;
import dev.sampan.engine.container.state.LastRun;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import java.util.concurrent.CompletableFuture;

/** Tells how a container ended, once it has. */
final class Wait {

    private final ContainerTable table;

    Wait(ContainerTable table) {
        this.table = table;
    }

    CompletableFuture<ContainerWaitResponse> run(String reference, String condition) {
        Container.Moment moment =
                switch (condition) {
                    case "", "not-running" -> Container.Moment.NOT_RUNNING;
                    case "next-exit" -> Container.Moment.NEXT_EXIT;
                    case "removed" -> Container.Moment.REMOVED;
                    default -> throw new InvalidRequest("invalid condition: \"" + condition + "\"");
                };
        Container container = table.get(reference);
        CompletableFuture<LastRun> end = container.waitFor(moment);
        // Registered first, looked at second: an end between the two completes it once more, which does nothing.
        if (moment == Container.Moment.NOT_RUNNING && !container.state().running()) {
            end.complete(container.file().lastRun());
        }
        CompletableFuture<ContainerWaitResponse> answer = end.thenApply(Wait::answer);
        answer.whenComplete((_, _) -> end.cancel(false));
        return answer;
    }

    private static ContainerWaitResponse answer(LastRun last) {
        return new ContainerWaitResponse(
                last.exitCode(), last.error().isEmpty() ? null : new ContainerWaitExitError(last.error()));
    }
}
