package dev.sampan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.error.EngineException.NotFound;
import dev.sampan.linux.syscall.Call;
import dev.sampan.testkit.NeedsRoot;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever asks for a container while it is being removed, and has to wait for that. */
@NeedsRoot
@Timeout(60)
class RemovalRaceTest {

    @RegisterExtension
    static final TestEngine engine = new TestEngine("race");

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void go() {
        Call.before(name -> {});
        release.countDown();
    }

    @Test
    void itsNewNameIsThatOfNoContainer() throws Exception {
        String id = engine.create("true", "");
        Call.before(name -> {
            if (Thread.currentThread().getName().equals("removes")) {
                begun.countDown();
                await(release);
            }
        });
        var removal = new FutureTask<Void>(() -> engine.containers().remove(id, false, false, false), null);
        Thread.ofPlatform().name("removes").start(removal);
        await(begun);
        var rename = new FutureTask<Void>(() -> engine.containers().rename(id, "other"), null);
        Thread renames = Thread.ofPlatform().start(rename);
        while (renames.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        release.countDown();
        removal.get(20, TimeUnit.SECONDS);
        assertThatThrownBy(() -> rename.get(20, TimeUnit.SECONDS))
                .hasCauseInstanceOf(NotFound.class)
                .hasMessageEndingWith("No such container: " + id);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
