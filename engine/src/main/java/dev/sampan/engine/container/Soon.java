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
import java.util.concurrent.atomic.AtomicBoolean;

/** What a start leaves for a moment later: whoever runs for less is not worth a sync of the disk. */
final class Soon {

    private static final Logger LOG = System.getLogger(Soon.class.getName());

    private static final Duration LONGEST = Duration.ofSeconds(5);

    /** One timer for all starts of a second: each start with a timer of its own wakes a thread more. */
    private static final Executor IN_A_SECOND = CompletableFuture.delayedExecutor(
            1,
            TimeUnit.SECONDS,
            round -> Thread.ofVirtual().name("files of starts").start(round));

    private final Set<FutureTask<Void>> pending = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean planned = new AtomicBoolean();

    /** At the latest after a second; work of others does not hold it up. */
    void run(Runnable work) {
        pending.add(new FutureTask<>(work, null));
        if (planned.compareAndSet(false, true)) {
            IN_A_SECOND.execute(this::round);
        }
    }

    private void round() {
        planned.set(false); // first: what is added from here on has a round of its own
        pending.forEach(task -> Thread.ofVirtual().name("a start's file").start(() -> now(task)));
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
