package dev.sampan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.api.Json;
import dev.sampan.api.container.ContainerCreateRequest;
import dev.sampan.engine.container.ListQuery;
import dev.sampan.engine.testing.BusyboxTar;
import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine as a library: containers in this JVM, without daemon and HTTP. */
@NeedsRoot
class EngineTest {

    @TempDir
    Path directory;

    private Engine engine;

    /** What the JVM opens once and keeps, its event loop and its interpreter, is not a leak of a test. */
    @BeforeAll
    static void warm(@TempDir Path other) throws Exception {
        var test = new EngineTest();
        test.directory = other;
        test.open();
        test.runsAContainerToItsEnd();
        test.close();
    }

    @BeforeEach
    void open() throws IOException {
        engine = Engine.open(EngineOptions.under(directory, "samptest0"));
        engine.images()
                .importTar(
                        "busybox", "latest", "-", "", List.of("CMD [\"sh\"]"), Optional.empty(), BusyboxTar.stream());
    }

    @AfterEach
    void close() {
        engine.containers().list(ListQuery.ALL).forEach(c -> engine.containers().remove(c.id(), true, true, false));
        engine.networks().destroy();
        engine.cgroups().reconcile(java.util.Set.of());
        engine.close();
    }

    private String create(String json) {
        var request = Json.read(json.getBytes(StandardCharsets.UTF_8), ContainerCreateRequest.class);
        return engine.containers().create("", Optional.empty(), request).id();
    }

    @Test
    void runsAContainerToItsEnd() throws Exception {
        String id = create("""
                {"Image": "busybox", "Cmd": ["sh", "-c", "exit 42"], "HostConfig": {"NetworkMode": "none"}}""");
        var end = engine.containers().await(id, "next-exit");
        engine.containers().start(id);
        assertThat(end.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(42);
        var state = engine.containers().inspect(id, false).state();
        assertThat(state.status()).isEqualTo("exited");
        assertThat(state.exitCode()).isEqualTo(42);
    }

    @Test
    void tellsWhyACommandDoesNotStartAndLeavesTheContainerCreated() {
        String id = create("""
                {"Image": "busybox", "Cmd": ["nosuchcommand"], "HostConfig": {"NetworkMode": "none"}}""");
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> engine.containers().start(id))
                .hasMessageContaining("exec: \"nosuchcommand\": executable file not found in $PATH");
        var state = engine.containers().inspect(id, false).state();
        assertThat(state.status()).isEqualTo("created");
        assertThat(state.exitCode()).isEqualTo(127);
    }
}
