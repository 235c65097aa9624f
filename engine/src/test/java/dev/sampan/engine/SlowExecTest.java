package dev.sampan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.testkit.NeedsRoot;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A command whose start does not come to its end, as in a file system that does not answer. */
@NeedsRoot
@Timeout(60)
class SlowExecTest {

    @RegisterExtension
    static final TestEngine engine = new TestEngine("slow");

    @Test
    void keepsNobodyFromTheContainer() throws Exception {
        String id = engine.start("sleep 1000", "");
        var begun = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var start = beside(() -> new ExecHosts(engine.containers()).running(id).unfrozen(() -> {
            begun.countDown();
            return await(release);
        }));
        assertThat(await(begun)).isTrue();
        var pause = beside(() -> engine.containers().pause(id));
        assertThatThrownBy(() -> pause.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(SystemFailure.class)
                .hasMessageEndingWith(
                        "cannot pause container " + id + ": a command is being started in it for more than 5 seconds");
        var again = beside(() -> engine.containers().pause(id));
        Thread.sleep(200); // it waits by now, and whoever comes after it does not
        var end = engine.containers().await(id, "");
        beside(() -> engine.containers().kill(id, "")).get(3, TimeUnit.SECONDS);
        assertThat(end.get(3, TimeUnit.SECONDS).exitCode()).isEqualTo(137);
        release.countDown();
        start.get(10, TimeUnit.SECONDS);
        assertThatThrownBy(() -> again.get(10, TimeUnit.SECONDS)).hasMessageEndingWith("is not running");
    }

    private static CompletableFuture<Void> beside(Runnable work) {
        return CompletableFuture.runAsync(work, Thread::startVirtualThread);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
