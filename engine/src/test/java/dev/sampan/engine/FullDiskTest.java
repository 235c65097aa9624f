package dev.sampan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.api.Json;
import dev.sampan.api.container.ContainerCreateRequest;
import dev.sampan.api.container.ContainerState;
import dev.sampan.engine.container.Containers;
import dev.sampan.engine.error.EngineException;
import dev.sampan.linux.syscall.Mounts;
import dev.sampan.testkit.NeedsRoot;
import dev.sampan.testkit.Own;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Data root and exec root on one file system, on which no byte is left. */
@NeedsRoot
@Timeout(60)
class FullDiskTest {

    @TempDir
    Path directory;

    private Engine engine;

    /** What the JVM opens once and keeps is not a leak of a test. */
    @BeforeAll
    static void warm(@TempDir Path other) throws Exception {
        var test = new FullDiskTest();
        test.directory = other;
        test.open();
        test.anEndIsToldWithItsCode();
        test.close();
    }

    @BeforeEach
    void open() throws IOException {
        Mounts.mount(Own.name("full"), directory.toString(), "tmpfs", 0, "size=64m");
        engine = TestEngine.open(directory, "full");
    }

    @AfterEach
    void close() throws IOException {
        Files.deleteIfExists(ballast());
        TestEngine.close(engine);
        Mounts.umount2(directory.toString(), Mounts.MNT_DETACH);
    }

    private Path ballast() {
        return directory.resolve("ballast");
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

    private static ContainerCreateRequest request(String policy) {
        String json =
                "{\"Image\": \"busybox\", \"Cmd\": [\"sleep\", \"1000\"], \"HostConfig\": {\"NetworkMode\": \"none\","
                        + " \"RestartPolicy\": {\"Name\": \"" + policy + "\"}}}";
        return Json.read(json.getBytes(StandardCharsets.UTF_8), ContainerCreateRequest.class);
    }

    private String start(String policy) {
        String id = engine.containers()
                .create("", Optional.empty(), request(policy))
                .id();
        engine.containers().start(id);
        return id;
    }

    private ContainerState state(String id) {
        return engine.containers().inspect(id, false).state();
    }

    private static void kill(int pid) {
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    }

    @Test
    void anEndIsToldWithItsCode() throws Exception {
        String id = start("no");
        fill();
        var end = engine.containers().await(id, "next-exit");
        kill(state(id).pid());
        assertThat(end.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(137);
        assertThat(state(id).status()).isEqualTo("exited");
    }

    @Test
    void aContainerWhosePolicySaysSoRunsAgain() throws Exception {
        String id = start("always");
        fill();
        int first = state(id).pid();
        var end = engine.containers().await(id, "next-exit");
        kill(first);
        assertThat(end.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(137);
        while (!state(id).status().equals("running")) {
            Thread.sleep(5); // the policy's delay
        }
        assertThat(state(id).pid()).isNotIn(0, first);
    }

    @Test
    void whatCannotBeWrittenSaysWhyAndDoesNotHappen() throws Exception {
        String id = start("no");
        fill();
        List<Consumer<Containers>> verbs = List.of(
                c -> c.pause(id), c -> c.rename(id, "other"), c -> c.create("new", Optional.empty(), request("no")));
        for (var verb : verbs) {
            assertThatThrownBy(() -> verb.accept(engine.containers()))
                    .isInstanceOf(EngineException.SystemFailure.class)
                    .hasMessageContaining("No space left on device");
        }
        assertThat(state(id).status()).isEqualTo("running");
        assertThat(engine.containers().ids()).containsExactly(id);
    }

    @Test
    void anEngineStartsAndKnowsHowAContainerEndedMeanwhile() throws Exception {
        String id = start("no");
        int pid = state(id).pid();
        String running = start("no");
        fill();
        engine.close();
        kill(pid);
        engine = Engine.open(EngineOptions.under(directory, Own.name("full")));
        while (!state(id).status().equals("exited")) {
            Thread.sleep(5); // it may have ended after the engine's first look
        }
        assertThat(state(id).exitCode()).isEqualTo(137);
        assertThat(state(running).status()).isEqualTo("running");
    }
}
