package dev.sampan.server.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.Unavailable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BodyBudgetTest {

    private static final int LARGE = 1 << 20;
    private static final long HEAP = 30 << 20;

    @Test
    void smallBodiesNeverWait() throws IOException {
        var budget = new BodyBudget(HEAP, Duration.ofMillis(1));
        budget.read(body(LARGE));

        for (int i = 0; i < 1000; i++) {
            assertThat(budget.read(body(1000)).bytes()).hasSize(1000);
        }
    }

    @Test
    void aLargeBodyWaitsForTheOneBeforeIt() throws Exception {
        var budget = new BodyBudget(HEAP, Duration.ofSeconds(20));
        BodyBudget.Held first = budget.read(body(LARGE));
        var second = CompletableFuture.supplyAsync(() -> read(budget));

        assertThatThrownBy(() -> second.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

        budget.release(first);
        assertThat(second.get(20, TimeUnit.SECONDS).bytes()).hasSize(LARGE);
    }

    @Test
    void whatWasReleasedIsThereForTheNext() throws IOException {
        var budget = new BodyBudget(HEAP, Duration.ofMillis(1));

        for (int i = 0; i < 10; i++) {
            budget.release(budget.read(body(LARGE)));
        }
    }

    @Test
    void whoWaitsTooLongIsToldSo() throws IOException {
        var budget = new BodyBudget(HEAP, Duration.ofMillis(1));
        budget.read(body(LARGE));

        assertThatThrownBy(() -> budget.read(body(LARGE)))
                .isInstanceOf(Unavailable.class)
                .hasMessage("too many requests with large bodies at once, try again later");
    }

    @Test
    void oneLargerThanTheWholeBudgetIsReadAlone() throws IOException {
        var budget = new BodyBudget(1 << 20, Duration.ofMillis(1));

        assertThat(budget.read(body(LARGE)).bytes()).hasSize(LARGE);
    }

    @Test
    void aBodyLargerThanAnyConfigurationIsRefused() {
        var budget = new BodyBudget(HEAP, Duration.ofMillis(1));

        assertThatThrownBy(() -> budget.read(body(BodyBudget.LARGEST + 1)))
                .isInstanceOf(InvalidRequest.class)
                .hasMessage("request body is larger than 8388608 bytes");
    }

    private static BodyBudget.Held read(BodyBudget budget) {
        try {
            return budget.read(body(LARGE));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static InputStream body(int size) {
        return new ByteArrayInputStream(new byte[size]);
    }
}
