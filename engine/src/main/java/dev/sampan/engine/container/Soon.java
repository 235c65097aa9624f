package dev.sampan.engine.container;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** What a start leaves for a moment later: whoever runs for less is not worth a sync of the disk. */
final class Soon {

    private static final Executor A_MOMENT_LATER = CompletableFuture.delayedExecutor(
            100,
            TimeUnit.MILLISECONDS,
            task -> Thread.ofVirtual().name("a start's file").start(task));

    private final Set<Runnable> pending = ConcurrentHashMap.newKeySet();

    void run(Runnable task) {
        pending.add(task);
        A_MOMENT_LATER.execute(() -> now(task));
    }

    /** Everything now: an engine that is closed writes no file any more, since the next one reads them. */
    void flush() {
        pending.forEach(this::now);
    }

    private void now(Runnable task) {
        if (pending.remove(task)) {
            task.run();
        }
    }
}
