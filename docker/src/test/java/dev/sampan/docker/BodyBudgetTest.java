package dev.sampan.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.Unavailable;
import dev.sampan.http.Exchange;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BodyBudgetTest {

    private static final Function<Duration, Exchange.Limit> NO_LIMIT = _ -> () -> {};
    private static final int LARGE = 1 << 20;
    private static final long HEAP = 30 << 20;

    @Test
    void smallBodiesNeverWait() throws IOException {
        var budget = new BodyBudget(HEAP, Duration.ofMillis(1));
        budget.read(body(LARGE), NO_LIMIT);

        for (int i = 0; i < 1000; i++) {
            assertThat(budget.read(body(1000), NO_LIMIT).bytes()).hasSize(1000);
        }
    }

    @Test
    void aLargeBodyWaitsForTheOneBeforeIt() throws Exception {
        var budget = new BodyBudget(HEAP, Duration.ofSeconds(20));
        BodyBudget.Held first = budget.read(body(LARGE), NO_LIMIT);
        var second = CompletableFuture.supplyAsync(() -> read(budget, body(LARGE)));

        assertThatThrownBy(() -> second.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

        budget.release(first);
        assertThat(second.get(20, TimeUnit.SECONDS).bytes()).hasSize(LARGE);
    }

    /** What is read and waits for heap is in the heap already: the rest stays with the clients. */
    @Test
    void onlyAFewAreReadBeforeThereIsHeapForThem() throws Exception {
        var budget = new BodyBudget(HEAP, Duration.ofSeconds(20));
        BodyBudget.Held first = budget.read(body(LARGE), NO_LIMIT);
        var wholly = new Semaphore(0);
        var others = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < 40; i++) {
            others.add(CompletableFuture.runAsync(
                    () -> budget.release(read(budget, toldAtItsEnd(wholly))),
                    task -> Thread.ofVirtual().start(task)));
        }
        wholly.acquire(8);

        assertThat(wholly.tryAcquire(300, TimeUnit.MILLISECONDS)).isFalse();

        budget.release(first);
        CompletableFuture.allOf(others.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
    }

    private static InputStream toldAtItsEnd(Semaphore end) {
        return new FilterInputStream(body(LARGE)) {
            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                int got = super.read(into, from, length);
                if (got < 0) {
                    end.release();
                }
                return got;
            }
        };
    }

    @Test
    void whatWasReleasedIsThereForTheNext() throws IOException {
        var budget = new BodyBudget(HEAP, Duration.ofMillis(1));

        for (int i = 0; i < 10; i++) {
            budget.release(budget.read(body(LARGE), NO_LIMIT));
        }
    }

    @Test
    void whoWaitsTooLongIsToldSo() throws IOException {
        var budget = new BodyBudget(HEAP, Duration.ofMillis(1));
        budget.read(body(LARGE), NO_LIMIT);

        assertThatThrownBy(() -> budget.read(body(LARGE), NO_LIMIT))
                .isInstanceOf(Unavailable.class)
                .hasMessage("too many requests with large bodies at once, try again later");
    }

    @Test
    void oneLargerThanTheWholeBudgetIsReadAlone() throws IOException {
        var budget = new BodyBudget(1 << 20, Duration.ofMillis(1));

        assertThat(budget.read(body(LARGE), NO_LIMIT).bytes()).hasSize(LARGE);
    }

    @Test
    void aBodyLargerThanAnyConfigurationIsRefused() {
        var budget = new BodyBudget(HEAP, Duration.ofMillis(1));

        assertThatThrownBy(() -> budget.read(body(BodyBudget.LARGEST + 1), NO_LIMIT))
                .isInstanceOf(InvalidRequest.class)
                .hasMessage("request body is larger than 8388608 bytes");
    }

    @Test
    void clientsThatSendNoMoreKeepNobodyFromBeingRead() throws Exception {
        var budget = new BodyBudget(HEAP, Duration.ofSeconds(10));
        var stalled = new ArrayList<Thread>();
        for (int i = 0; i < 8; i++) {
            var body = new StalledBody();
            stalled.add(Thread.ofVirtual()
                    .start(() -> assertThatThrownBy(() -> budget.read(body, body::limit))
                            .hasMessage("closed")));
            assertThat(body.read.await(10, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(budget.read(body(LARGE), NO_LIMIT).bytes()).hasSize(LARGE);
        for (Thread client : stalled) {
            client.join();
        }
    }

    /** Its first bytes are there, no more come; it ends as a connection does that is closed from this side. */
    private static final class StalledBody extends InputStream {
        private final CountDownLatch read = new CountDownLatch(1);
        private final CountDownLatch closed = new CountDownLatch(1);
        private int left = 70_000;

        Exchange.Limit limit(Duration time) {
            CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(closed::countDown);
            return () -> {};
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int now = Math.min(left, length);
            left -= now;
            return now > 0 || length == 0 ? now : read();
        }

        @Override
        public int read() throws IOException {
            read.countDown();
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("closed");
        }
    }

    private static BodyBudget.Held read(BodyBudget budget, InputStream body) {
        try {
            return budget.read(body, NO_LIMIT);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static InputStream body(int size) {
        return new ByteArrayInputStream(new byte[size]);
    }
}
