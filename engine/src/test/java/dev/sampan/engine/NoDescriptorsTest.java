package dev.sampan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.error.Cause;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.process.Attachment;
import dev.sampan.engine.process.OutputSink;
import dev.sampan.engine.process.StreamType;
import dev.sampan.linux.syscall.Call;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Processes;
import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The process has as many files open as it may: what cannot be done says so, and nothing is lost of what happens meanwhile. */
@NeedsRoot
@Timeout(60)
class NoDescriptorsTest {

    @RegisterExtension
    static final TestEngine engine = new TestEngine("nofile");

    private static final int SIGTERM = 15;

    /** Any new descriptor has a number beyond the limit. */
    private static final class Exhausted implements AutoCloseable {

        private final Processes.Limit before = Processes.prlimit(Processes.RLIMIT_NOFILE);

        Exhausted() {
            Processes.prlimit(Processes.RLIMIT_NOFILE, 3, before.hard());
        }

        @Override
        public void close() {
            Processes.prlimit(Processes.RLIMIT_NOFILE, before.soft(), before.hard());
        }
    }

    /** A JVM cannot load a class without a descriptor: what an end and its failures need is there after one of each. */
    @BeforeEach
    void load() throws Exception {
        System.getLogger("load")
                .log(System.Logger.Level.WARNING, Cause.of(new IOException("of the test")), new IOException());
        endsWhile(() -> {});
        endsWhile(() -> {});
    }

    @Test
    void howAContainerEndedMeanwhileIsKnownLater() throws Exception {
        endsWhile(() -> Thread.sleep(1000)); // it has ended long since, and nothing could tell us
    }

    private interface Meanwhile {
        void run() throws Exception;
    }

    private static void endsWhile(Meanwhile exhausted) throws Exception {
        String id = engine.create("trap 'exit 7' TERM; echo; while :; do sleep 0.05; done", "");
        var begun = new CountDownLatch(1);
        engine.containers().output(id).streams().attach(Attachment.Wanted.OUTPUT, new OutputSink() {
            @Override
            public void write(StreamType stream, ByteBuffer chunk) {
                begun.countDown();
            }

            @Override
            public void close() {}
        });
        engine.containers().start(id);
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        var end = engine.containers().await(id, "");
        // ProcessHandle.destroy would open a file below /proc first.
        try (var process = Processes.pidfdOpen(engine.state(id).pid());
                var _ = new Exhausted()) {
            Processes.pidfdSendSignal(process.number(), SIGTERM);
            exhausted.run();
        }
        assertThat(end.get(20, TimeUnit.SECONDS).exitCode()).isEqualTo(7);
        assertThat(engine.state(id).status()).isEqualTo("exited");
    }

    /** No descriptor is left from the moment on at which it was told to freeze. */
    @Test
    void whatIsFrozenAndCannotBeThawedIsPaused() throws Exception {
        String id = engine.start("sleep 1000", "");
        var frozen = new AtomicBoolean();
        Call.before(name -> {
            if (Thread.currentThread().getName().equals("pauses")) {
                if (frozen.get() && name.equals("openat")) {
                    throw new ErrnoException("openat", "injected", Errno.EMFILE);
                }
                frozen.compareAndSet(false, name.equals("write"));
            }
        });
        var pause = new FutureTask<Void>(() -> engine.containers().pause(id), null);
        try {
            Thread.ofPlatform().name("pauses").start(pause);
            assertThatThrownBy(() -> pause.get(20, TimeUnit.SECONDS)).hasMessageContaining("too many open files");
        } finally {
            Call.before(name -> {});
        }
        assertThat(engine.state(id).status()).isEqualTo("paused");
        engine.containers().unpause(id);
        assertThat(engine.state(id).status()).isEqualTo("running");
    }

    @Test
    void aStartSaysWhyAndTheContainerStartsLater() {
        String id = engine.create("sleep 1000", "");
        String why = "";
        try (var _ = new Exhausted()) {
            engine.containers().start(id);
        } catch (EngineException e) {
            why = e.getMessage();
        }
        assertThat(why).containsIgnoringCase("too many open files");
        assertThat(engine.state(id).status()).isEqualTo("created");
        engine.containers().start(id);
        assertThat(engine.state(id).status()).isEqualTo("running");
    }
}
