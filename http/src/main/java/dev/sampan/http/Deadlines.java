package dev.sampan.http;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Blocking reads of a Unix channel know no timeout: something else must close them. */
final class Deadlines implements AutoCloseable {
    private final ScheduledThreadPoolExecutor timer;

    Deadlines() {
        ThreadFactory daemon =
                task -> Thread.ofPlatform().daemon().name("http-deadlines").unstarted(task);
        timer = new ScheduledThreadPoolExecutor(1, daemon);
        timer.setRemoveOnCancelPolicy(true);
        timer.prestartCoreThread(); // later there may be none to be had
    }

    /** Closing it before its time cancels it. */
    record Deadline(Future<?> task) implements Exchange.Limit {
        @Override
        public void close() {
            task.cancel(false);
        }
    }

    Deadline after(Duration time, Runnable action) {
        return new Deadline(timer.schedule(action, time.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
