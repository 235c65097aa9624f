package dev.sampan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.container.Containers;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.exec.ExecConfig;
import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Data root and exec root on one file system, on which no byte is left. */
@NeedsRoot
@Timeout(60)
class FullDiskTest {

    @RegisterExtension
    static final TestEngine engine = new TestEngine("full", Optional.of("64m"));

    /** Without room a container cannot be removed. */
    @AfterEach
    void makeRoom() throws IOException {
        Files.deleteIfExists(ballast());
    }

    private Path ballast() {
        return engine.places().dataRoot().resolveSibling("ballast");
    }

    private void fill() throws IOException {
        var chunk = new byte[4096];
        try (var out = Files.newOutputStream(ballast())) {
            while (true) {
                out.write(chunk);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left on device");
        }
    }

    private String start(String policy) {
        return engine.start("exec sleep 1000", "\"RestartPolicy\": {\"Name\": \"" + policy + "\"}");
    }

    @Test
    void anEndIsToldWithItsCode() throws Exception {
        String id = start("no");
        fill();
        var end = engine.containers().await(id, "next-exit");
        TestEngine.kill(engine.state(id).pid());
        assertThat(end.get(20, TimeUnit.SECONDS).exitCode()).isEqualTo(137);
        assertThat(engine.state(id).status()).isEqualTo("exited");
    }

    @Test
    void aContainerWhosePolicySaysSoRunsAgain() throws Exception {
        String id = start("always");
        fill();
        int first = engine.state(id).pid();
        var end = engine.containers().await(id, "next-exit");
        TestEngine.kill(first);
        assertThat(end.get(20, TimeUnit.SECONDS).exitCode()).isEqualTo(137);
        while (!engine.state(id).status().equals("running")) {
            Thread.sleep(5); // the policy's delay
        }
        assertThat(engine.state(id).pid()).isNotIn(0, first);
    }

    @Test
    void whatCannotBeWrittenSaysWhyAndDoesNotHappen() throws Exception {
        String id = start("no");
        fill();
        List<Consumer<Containers>> verbs =
                List.of(c -> c.pause(id), c -> c.rename(id, "other"), c -> engine.create("true", ""));
        for (var verb : verbs) {
            assertThatThrownBy(() -> verb.accept(engine.containers()))
                    .isInstanceOf(EngineException.SystemFailure.class)
                    .satisfies(e -> assertThat(e.getMessage()).containsIgnoringCase("no space left on device"));
        }
        assertThat(engine.state(id).status()).isEqualTo("running");
        assertThat(engine.containers().ids()).containsExactly(id);
    }

    /** As where the log is on the same disk, or the JVM has no memory for a message. */
    @Test
    void aStartSaysWhyThoughNothingCanBeLogged() throws Exception {
        String id = engine.create("sleep 1000", "");
        fill();
        var broken = new Handler() {
            @Override
            public void publish(LogRecord message) {
                throw new StackOverflowError("injected");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger root = Logger.getLogger("");
        root.addHandler(broken);
        try {
            assertThatThrownBy(() -> engine.containers().start(id))
                    .isInstanceOf(EngineException.SystemFailure.class)
                    .satisfies(e -> assertThat(e.getMessage()).containsIgnoringCase("no space left on device"));
        } finally {
            root.removeHandler(broken);
        }
        assertThat(engine.state(id).error()).containsIgnoringCase("no space left on device");
    }

    @Test
    void aCommandThatCannotStartSaysWhy() throws Exception {
        String id = start("no");
        String exec = engine.execs()
                .create(
                        id,
                        new ExecConfig(
                                List.of("true"),
                                List.of(),
                                "",
                                "",
                                false,
                                false,
                                false,
                                false,
                                false,
                                "",
                                Optional.empty()));
        fill();
        assertThatThrownBy(() -> engine.execs().startDetached(exec, Optional.empty()))
                .isInstanceOf(EngineException.SystemFailure.class)
                .hasMessageEndingWith(": reserve the exit record: no space left on device");
    }

    @Test
    void anEngineStartsAndKnowsHowAContainerEndedMeanwhile() throws Exception {
        String id = start("no");
        int pid = engine.state(id).pid();
        String running = start("no");
        fill();
        engine.reopenAfter(() -> TestEngine.kill(pid));
        while (!engine.state(id).status().equals("exited")) {
            Thread.sleep(5); // it may have ended after the engine's first look
        }
        assertThat(engine.state(id).exitCode()).isEqualTo(137);
        assertThat(engine.state(running).status()).isEqualTo("running");
    }
}
