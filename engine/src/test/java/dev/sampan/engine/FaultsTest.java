package dev.sampan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.exec.ExecConfig;
import dev.sampan.engine.process.Attachment;
import dev.sampan.engine.process.OutputSink;
import dev.sampan.engine.process.StreamType;
import dev.sampan.testkit.NeedsRoot;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A fault at the kernel calls of a start, of an exec and of a restart, in each of its kinds: afterwards the state tells what happened,
 * nothing is left, and the next attempt works. What stays is looked for only after a failure; where the fault was borne, the thing runs.
 */
@NeedsRoot
@Timeout(300)
class FaultsTest {

    @RegisterExtension
    static final TestEngine engine = new TestEngine("fault");

    private String container(String network, String restart, boolean terminal) {
        return engine.create("""
                {"Image": "busybox", "Cmd": ["sleep", "1000"], "Tty": %s, "HostConfig": {"NetworkMode": "%s",
                 "Memory": 67108864, "RestartPolicy": {"Name": "%s"}}}""".formatted(terminal, network, restart));
    }

    private void kill(String id) throws Exception {
        var end = engine.containers().await(id, "");
        engine.containers().kill(id, "");
        assertThat(end.get(20, TimeUnit.SECONDS).exitCode()).isEqualTo(137);
        assertThat(engine.state(id).status()).isEqualTo("exited");
    }

    private interface Attempt {
        /** @return whether the fault was met at all */
        boolean with(Supplier<Throwable> kind, int at) throws Exception;
    }

    /** One kind of fault after the other, at every call with {@code -Dfaults=all}, else at every fifth, from a random one on. */
    private static void everywhere(Attempt attempt) throws Exception {
        int step = "all".equals(System.getProperty("faults")) ? 1 : 5;
        int first = new Random().nextInt(step);
        var wrong = new ArrayList<AssertionError>();
        int at = first;
        for (boolean more = true; more; at += step) {
            try {
                more = attempt.with(Fault.KINDS.get(at % Fault.KINDS.size()), at);
            } catch (AssertionError e) {
                wrong.add(e);
            }
        }
        assertThat(wrong)
                .as("faults at every " + step + "th call from " + first + " on")
                .isEmpty();
        assertThat(at).as("the first call that was not made any more").isGreaterThan(20);
    }

    @Test
    void aStartThatFailsAnywhereSaysSoAndCanBeTriedAgain() throws Exception {
        String id = container("none", "no", true);
        var before = settled(id);
        everywhere((kind, at) -> start(id, before, kind, at));
    }

    @Test
    void aStartWithANetworkDoesToo() throws Exception {
        String id = container("bridge", "no", false);
        var before = settled(id);
        everywhere((kind, at) -> start(id, before, kind, at));
    }

    /** What is there after a whole run: the first has opened what the engine keeps. */
    private Left settled(String id) throws Exception {
        for (int i = 0; i < 2; i++) {
            engine.containers().start(id);
            kill(id);
        }
        Thread.sleep(500); // what is closed beside the end
        return Left.now(engine.get(), id);
    }

    private boolean start(String id, Left before, Supplier<Throwable> kind, int at) throws Exception {
        String where;
        EngineException failed;
        try (var fault = new Fault(kind, at)) {
            failed = started(() -> engine.containers().start(id));
            where = fault.where();
        }
        String what = at + ": " + kind.get() + " at " + where + ": " + failed;
        if (failed == null) {
            assertThat(engine.state(id).status()).as(what).isEqualTo("running");
            kill(id);
        } else {
            assertThat(engine.state(id).status()).as(what).isIn("created", "exited");
            assertThat(engine.state(id).error())
                    .as(what)
                    .isEqualTo(failed.getMessage())
                    .isNotEmpty();
            before.assertNoMore(engine.get(), id, what);
        }
        engine.containers().start(id);
        kill(id);
        return !where.isEmpty();
    }

    @Test
    void anExportThatFailsAnywhereLeavesNothing() throws Exception {
        String id = container("none", "no", false);
        engine.containers().start(id);
        export(id);
        while (!Files.exists(engine.places().process(id).resolve("session.json.copy"))) {
            Thread.sleep(5); // a start writes it a moment later
        }
        var before = Left.now(engine.get(), id);
        everywhere((kind, at) -> {
            String where;
            try (var fault = new Fault(kind, at)) {
                export(id);
                where = fault.where();
            }
            before.assertNoMore(engine.get(), id, at + ": " + kind.get() + " at " + where);
            return !where.isEmpty();
        });
    }

    private void export(String id) {
        try {
            engine.containers().export(id, OutputStream.nullOutputStream(), () -> {});
        } catch (Throwable told) {
            // that it fails is not the question
        }
    }

    private static @Nullable EngineException started(Runnable start) {
        try {
            start.run();
            return null;
        } catch (EngineException e) {
            return e;
        }
    }

    @Test
    void anExecThatFailsAnywhereSaysSoAndLeavesNothing() throws Exception {
        String id = container("none", "no", false);
        engine.containers().start(id);
        exec(id);
        Thread.sleep(500);
        var before = Left.now(engine.get(), id);
        everywhere((kind, at) -> exec(id, before, kind, at));
        kill(id);
    }

    private boolean exec(String id, Left before, Supplier<Throwable> kind, int at) throws Exception {
        String exec = create(id, List.of("sleep", "1000"));
        String where;
        EngineException failed;
        try (var fault = new Fault(kind, at)) {
            failed = started(() -> engine.execs().startAttached(exec, Optional.empty(), new Client()));
            where = fault.where();
        }
        String what = at + ": " + kind.get() + " at " + where + ": " + failed;
        var details = engine.execs().inspect(exec);
        if (failed == null) {
            assertThat(details.running()).as(what).isTrue();
            killed(details.pid());
        } else {
            assertThat(failed.getMessage()).as(what).isNotEmpty();
            assertThat(details.running()).as(what).isFalse();
            assertThat(details.exitCode()).as(what).isPresent();
        }
        before.assertNoMore(engine.get(), id, what);
        return !where.isEmpty();
    }

    private String create(String id, List<String> command) {
        return engine.execs()
                .create(
                        id,
                        new ExecConfig(
                                command, List.of(), "", "", false, true, false, true, true, "", Optional.empty()));
    }

    private void exec(String id) throws Exception {
        String exec = create(id, List.of("true"));
        engine.execs()
                .startAttached(exec, Optional.empty(), new Client())
                .ended()
                .get(20, TimeUnit.SECONDS);
        assertThat(engine.execs().inspect(exec).exitCode()).hasValue(0);
    }

    private static final class Client implements OutputSink {
        private final CountDownLatch told = new CountDownLatch(1);

        @Override
        public void write(StreamType stream, ByteBuffer chunk) {
            told.countDown();
        }

        @Override
        public void close() {}
    }

    /** The end itself is in reach of the fault, too. */
    @Test
    void aContainerThatShallRunAgainDoesOrSaysWhyNot() throws Exception {
        everywhere((kind, at) -> {
            String id = container("bridge", "always", true);
            engine.containers().start(id);
            int first = engine.state(id).pid();
            String where;
            try (var fault = new Fault(kind, at)) {
                killed(first);
                awaitAnotherState(id, first);
                where = fault.where();
            }
            if (engine.state(id).status().equals("exited")) {
                assertThat(engine.state(id).error()).as(at + ": " + where).isNotEmpty();
                engine.containers().start(id);
            }
            assertThat(engine.state(id).running()).as(at + ": " + where).isTrue();
            engine.containers().remove(id, true, true, false);
            return !where.isEmpty();
        });
    }

    @Test
    void anEndThatFailsAnywhereIsToldAndLeavesNothing() throws Exception {
        String id = engine.create("""
                {"Image": "busybox", "Cmd": ["sh", "-c", "trap 'exit 0' TERM; echo; while :; do sleep 0.05; done"],
                 "HostConfig": {"NetworkMode": "bridge", "RestartPolicy": {"Name": "on-failure"},
                 "PortBindings": {"80/tcp": [{}]}}}""");
        var before = settled(id);
        for (var kind : Fault.KINDS) {
            int at = 0;
            while (end(id, before, kind, at)) {
                at++;
            }
            assertThat(at).as("the first call that was not made any more").isGreaterThan(3);
        }
    }

    private boolean end(String id, Left before, Supplier<Throwable> kind, int at) throws Exception {
        var client = new Client();
        var attached = engine.containers().output(id).streams().attach(Attachment.Wanted.OUTPUT, client);
        engine.containers().start(id);
        assertThat(client.told.await(20, TimeUnit.SECONDS)).isTrue();
        var end = engine.containers().await(id, "");
        String where;
        try (var fault = new Fault(kind, at)) {
            assertThat(ProcessHandle.of(engine.state(id).pid()).orElseThrow().destroy())
                    .isTrue();
            end.get(20, TimeUnit.SECONDS);
            attached.ended().get(20, TimeUnit.SECONDS);
            where = fault.where();
        }
        String what = at + ": " + kind.get() + " at " + where;
        assertThat(engine.state(id).status()).as(what).isEqualTo("exited");
        assertThat(engine.state(id).exitCode()).as(what).isZero();
        before.assertNoMore(engine.get(), id, what);
        return !where.isEmpty();
    }

    /** Not by a call of ours, which the fault could meet. */
    private static void killed(int pid) {
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    }

    private void awaitAnotherState(String id, int first) throws Exception {
        for (int i = 0; i < 2000; i++) {
            var state = engine.state(id);
            if (state.status().equals("exited") || state.status().equals("running") && state.pid() != first) {
                return;
            }
            Thread.sleep(5);
        }
        throw new TimeoutException("the container is " + engine.state(id).status() + " for ever");
    }
}
