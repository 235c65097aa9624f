package dev.sampan.engine.image;

import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.storage.LayerDraft;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Unpacks layers at the same time and hands them out in their order. The caller works, too: where no further thread can be had, it does
 * everything itself. What is unpacked and not handed out is dropped.
 */
final class InOrder implements AutoCloseable {

    /** As many as Docker downloads at the same time; each has a second thread that reads ahead. */
    private static final int MOST = 3;

    private final List<FutureTask<LayerDraft>> tasks = new ArrayList<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final List<Thread> helpers = new ArrayList<>();
    private int next;

    InOrder(List<Callable<LayerDraft>> makers) {
        makers.forEach(maker -> tasks.add(new FutureTask<>(maker)));
        try {
            while (helpers.size() < Math.min(MOST, tasks.size()) - 1) {
                helpers.add(Thread.ofPlatform().daemon().name("unpack").start(this::help));
            }
        } catch (OutOfMemoryError noThread) {
            return; // it is slower so, and nothing else
        }
    }

    private void help() {
        for (int i = begun.getAndIncrement(); i < tasks.size(); i = begun.getAndIncrement()) {
            tasks.get(i).run();
        }
    }

    /** The next one, for the caller to close. Throws what its maker threw. */
    LayerDraft next() throws IOException {
        FutureTask<LayerDraft> task = tasks.get(next);
        task.run(); // does nothing if a helper has begun it
        try {
            LayerDraft made = task.get();
            next++;
            return made;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failed -> throw failed;
                case RuntimeException failed -> throw failed;
                case Error failed -> throw failed;
                default -> throw new IOException(e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SystemFailure("interrupted while unpacking", e);
        }
    }

    @Override
    public void close() {
        begun.set(tasks.size()); // nobody begins another one
        boolean interrupted = Thread.interrupted();
        for (Thread helper : helpers) {
            while (helper.isAlive()) {
                try {
                    helper.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        for (FutureTask<LayerDraft> task : tasks.subList(next, tasks.size())) {
            if (task.isDone()) {
                drop(task);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void drop(FutureTask<LayerDraft> done) {
        try {
            done.get().close();
        } catch (ExecutionException failed) {
            return; // it left nothing
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // not while it is done
        }
    }
}
