package dev.sampan.engine.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class SoonTest {

    @Test
    void aFlushWaitsForWhatHasBegun() throws Exception {
        var soon = new Soon();
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var written = new CompletableFuture<Void>();
        soon.run(() -> {
            begun.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            written.complete(null);
        });
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        var flushed = CompletableFuture.runAsync(soon::flush);
        assertThatThrownBy(() -> flushed.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        goOn.countDown();
        flushed.get(10, TimeUnit.SECONDS);
        assertThat(written).isDone();
    }

    @Test
    void aFlushRunsWhatHasNotBegun() {
        var soon = new Soon();
        var written = new CompletableFuture<Void>();
        soon.run(() -> written.complete(null));
        soon.flush();
        assertThat(written).isDone();
    }
}
