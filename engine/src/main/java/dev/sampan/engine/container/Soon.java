package dev.sampan.engine.container;

import dev.sampan.engine.error.Report;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a start leaves for a moment later: whoever runs for less is not worth a sync of the disk. */
final class Soon {

    private static final Logger LOG = System.getLogger(Soon.class.getName());

    private static final Duration LONGEST = Duration.ofSeconds(5);

    private static final Executor A_MOMENT_LATER = CompletableFuture.delayedExecutor(
            100,
            TimeUnit.MILLISECONDS,
            task -> Thread.ofVirtual().name("a start's file").start(task));

    private final Set<FutureTask<Void>> pending = ConcurrentHashMap.newKeySet();

    void run(Runnable work) {
        var task = new FutureTask<Void>(work, null);
        pending.add(task);
        A_MOMENT_LATER.execute(() -> now(task));
    }

    /** Everything now, and what has begun to its end: an engine that is closed writes no file any more, since the next one reads them. */
    void flush() {
        pending.forEach(this::now);
    }

    private void now(FutureTask<Void> task) {
        task.run(); // once, whoever comes first
        try {
            task.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            Report.log(LOG, Level.ERROR, "the file of a start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            pending.remove(task);
        }
    }
}
