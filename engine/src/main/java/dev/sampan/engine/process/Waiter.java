package dev.sampan.engine.process;

import dev.sampan.linux.loop.Loop;
import dev.sampan.linux.loop.Registration;
import dev.sampan.linux.syscall.Fd;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** Lets a virtual thread wait for one descriptor without holding an operating system thread. */
final class Waiter {

    private final Loop loop;
    private final Fd fd;
    private final int events;
    private CompletableFuture<Void> waiting = CompletableFuture.completedFuture(null);
    private boolean woken;

    Waiter(Loop loop, Fd fd, int events) {
        this.loop = loop;
        this.fd = fd;
        this.events = events;
    }

    /** Returns when a read or write would not block, the descriptor is closed, or when woken, now or earlier. */
    void await() {
        begin().join();
    }

    private synchronized CompletableFuture<Void> begin() {
        if (!woken && fd.isOpen()) {
            var ready = new CompletableFuture<Void>();
            waiting = ready;
            var registration = loop.register(fd, 0, new Loop.Callback() {
                @Override
                public void ready(Registration self, int found) {
                    self.close();
                    ready.complete(null);
                }

                @Override
                public void closed() {
                    ready.complete(null);
                }
            });
            ready.whenComplete((result, failure) -> registration.close());
            registration.interest(events);
        }
        return waiting;
    }

    /** As {@link #await()}, while {@code wanted}: who makes that false calls {@link #nudge}. */
    void await(BooleanSupplier wanted) {
        var ready = begin();
        // Looked at once more after the registration: an earlier nudge met nobody.
        if (!wanted.getAsBoolean()) {
            ready.complete(null);
        }
        ready.join();
    }

    /** Who waits now looks again. */
    synchronized void nudge() {
        waiting.complete(null);
    }

    /** For good: the descriptor is about to be closed. */
    synchronized void wake() {
        woken = true;
        waiting.complete(null);
    }
}
