package dev.sampan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.container.ListQuery;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.event.Event;
import dev.sampan.engine.filter.Filters;
import dev.sampan.engine.storage.LayerId;
import dev.sampan.testkit.NeedsRoot;
import dev.sampan.testkit.Own;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine as a library: containers in this JVM, without daemon and HTTP. */
@NeedsRoot
class EngineTest {

    @RegisterExtension
    static final TestEngine engine = new TestEngine("engine");

    @Test
    void runsAContainerToItsEnd() throws Exception {
        String id = engine.create("""
                {"Image": "busybox", "Cmd": ["sh", "-c", "exit 42"], "HostConfig": {"NetworkMode": "none"}}""");
        var end = engine.containers().await(id, "next-exit");
        engine.containers().start(id);
        assertThat(end.get(10, TimeUnit.SECONDS).exitCode()).isEqualTo(42);
        var state = engine.state(id);
        assertThat(state.status()).isEqualTo("exited");
        assertThat(state.exitCode()).isEqualTo(42);
    }

    @Test
    void oneWhoseLayerIsGoneAtThisMomentFailsNobodysList() {
        String id = engine.create("""
                {"Image": "busybox", "HostConfig": {"NetworkMode": "none"}}""");
        engine.layers().remove(new LayerId(id));
        assertThat(engine.containers().list(new ListQuery(true, 0, true, Filters.NONE)))
                .anySatisfy(summary -> {
                    assertThat(summary.id()).isEqualTo(id);
                    assertThat(summary.sizes().orElseThrow().writable()).isZero();
                });
    }

    /** Docker gives up there, and does not wait for the container that is joined. */
    @Test
    void aRestartThatFailsSaysWhyAndKeepsTheExitCode() throws Exception {
        String joined = engine.start("sleep 1000", "");
        String id = engine.start(
                "sleep 1; exit 3",
                "\"NetworkMode\": \"container:" + joined + "\", \"RestartPolicy\": {\"Name\": \"always\"}");
        engine.containers().kill(joined, "");
        while (!engine.state(id).status().equals("exited")) {
            Thread.sleep(5);
        }
        assertThat(engine.state(id).exitCode()).isEqualTo(3);
        assertThat(engine.state(id).error()).contains("cannot join network namespace of a non running container");
    }

    @Test
    void aStartThatFailsIsNoExit() throws Exception {
        String id = engine.create("""
                {"Image": "busybox", "Cmd": ["nosuchcommand"], "HostConfig": {"NetworkMode": "none"}}""");
        var exit = engine.containers().await(id, "next-exit");
        var stop = engine.containers().await(id, "not-running");
        assertThatThrownBy(() -> engine.containers().start(id)).hasMessageContaining("nosuchcommand");
        assertThat(stop.get(10, TimeUnit.SECONDS).exitCode()).isEqualTo(0);
        assertThat(exit).isNotDone();
        engine.containers().remove(id, true, true, false);
        var gone = exit.get(10, TimeUnit.SECONDS);
        assertThat(gone.exitCode()).isEqualTo(127);
        assertThat(gone.error()).isEmpty();
    }

    @Test
    void oneThatHasEndedLeavesNoGroupAndNoProcessDirectory() throws Exception {
        String id = engine.create("""
                {"Image": "busybox", "Cmd": ["true"], "HostConfig": {"NetworkMode": "none"}}""");
        var end = engine.containers().await(id, "next-exit");
        engine.containers().start(id);
        end.get(10, TimeUnit.SECONDS);
        for (int i = 0;
                i < 200
                        && (Files.exists(engine.places().process(id))
                                || !groups(id).isEmpty());
                i++) {
            Thread.sleep(10); // nobody who waits for the end waits for that
        }
        assertThat(groups(id)).isEmpty();
        assertThat(engine.places().process(id)).doesNotExist();
    }

    private static List<Path> groups(String name) throws IOException {
        var all = Path.of("/sys/fs/cgroup");
        try (var found = Files.find(all, 3, (path, _) -> path.endsWith(name))) {
            return found.toList();
        } catch (java.io.UncheckedIOException raced) {
            return List.of(all); // somebody's group went while we looked: look again
        }
    }

    @Test
    void tellsWhyACommandDoesNotStartAndLeavesTheContainerCreated() {
        String id = engine.create("""
                {"Image": "busybox", "Cmd": ["nosuchcommand"], "HostConfig": {"NetworkMode": "none"}}""");
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> engine.containers().start(id))
                .hasMessageContaining("exec: \"nosuchcommand\": executable file not found in $PATH");
        var state = engine.state(id);
        assertThat(state.status()).isEqualTo("created");
        assertThat(state.exitCode()).isEqualTo(127);
    }

    @Test
    void aSecondEngineOnTheSameRootsIsRefusedAndDisturbsNothing() {
        String id = engine.create("""
                {"Image": "busybox", "Cmd": ["sleep", "1000"], "HostConfig": {"NetworkMode": "none"}}""");
        engine.containers().start(id);
        Path root = engine.places().dataRoot();
        assertThatThrownBy(() -> Engine.open(EngineOptions.under(root.getParent(), Own.name("other"))))
                .isInstanceOf(EngineException.Conflict.class)
                .hasMessageStartingWith("data root " + root + " is in use by another engine");
        assertThat(engine.state(id).status()).isEqualTo("running");
    }

    @Test
    void theNextEngineGoesOnWithAContainerThatRuns() throws Exception {
        String id = engine.create("""
                {"Image": "busybox", "Cmd": ["sleep", "1000"], "HostConfig": {"NetworkMode": "none"}}""");
        engine.containers().start(id);
        TestEngine.Seen before = engine.state(id);
        engine.reopen();
        assertThat(engine.state(id)).isEqualTo(before);
        engine.containers().kill(id, "");
        assertThat(engine.state(id).exitCode()).isEqualTo(137);
    }

    @Test
    void anExitThatNoEngineSawIsKnownToTheNext() throws Exception {
        String id = engine.create("""
                {"Image": "busybox", "Cmd": ["sh", "-c", "sleep 0.3; exit 9"], "HostConfig": {"NetworkMode": "none"}}""");
        engine.containers().start(id);
        engine.reopenAfter(() -> Thread.sleep(1000));
        assertThat(engine.containers().await(id, "").get(10, TimeUnit.SECONDS).exitCode())
                .isEqualTo(9);
        assertThat(engine.state(id).status()).isEqualTo("exited");
    }

    @Test
    void restartsAFailingContainerAsOftenAsItsPolicySays() throws Exception {
        String id = engine.create("""
                {"Image": "busybox", "Cmd": ["sh", "-c", "exit 5"], "HostConfig": {"NetworkMode": "none",
                 "RestartPolicy": {"Name": "on-failure", "MaximumRetryCount": 2}}}""");
        engine.containers().start(id);
        engine.containers().stopped(id).get(20, TimeUnit.SECONDS);
        assertThat(engine.state(id).exitCode()).isEqualTo(5);
        assertThat(engine.containers().inspect(id, false).file().restartCount()).isEqualTo(2);
        assertThat(engine.state(id).status()).isEqualTo("exited");
    }

    @Test
    void removesAContainerThatAsksForItAtItsEnd() throws Exception {
        String id = engine.create("""
                {"Image": "busybox", "Cmd": ["true"], "HostConfig": {"NetworkMode": "none", "AutoRemove": true}}""");
        var removed = engine.containers().await(id, "removed");
        engine.containers().start(id);
        assertThat(removed.get(10, TimeUnit.SECONDS).exitCode()).isZero();
        assertThat(engine.containers().list(ListQuery.ALL)).isEmpty();
        assertThat(engine.places().container(id)).doesNotExist();
        assertThat(engine.places().process(id)).doesNotExist();
    }

    @Test
    void refusesToRemoveOrStartWhatRuns() {
        String id = engine.create("""
                {"Image": "busybox", "Cmd": ["sleep", "1000"], "HostConfig": {"NetworkMode": "none"}}""");
        engine.containers().start(id);
        assertThatThrownBy(() -> engine.containers().remove(id, false, false, false))
                .isInstanceOf(EngineException.Conflict.class)
                .hasMessageContaining("container is running: stop the container before removing or force remove");
        assertThatThrownBy(() -> engine.containers().start(id)).isInstanceOf(EngineException.NotModified.class);
    }

    @Test
    void aStartThatFailsLateLeavesNothingAndCanBeTriedAgain() {
        String id = engine.create("""
                {"Image": "busybox", "Cmd": ["true"], "User": "nosuch", "HostConfig": {"NetworkMode": "bridge"}}""");
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> engine.containers().start(id))
                    .isInstanceOf(EngineException.SystemFailure.class)
                    .hasMessage("unable to find user nosuch: no matching entries in passwd file");
        }
        assertThat(engine.state(id).status()).isEqualTo("created");
        assertThat(engine.state(id).exitCode()).isEqualTo(128);
        assertThat(engine.places().process(id)).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PidMode", "IpcMode"})
    void aNamespaceOfAContainerThatDoesNotRunIsAFailureOfTheSystem(String mode) {
        String other = engine.create("""
                {"Image": "busybox", "HostConfig": {"NetworkMode": "none", "IpcMode": "shareable"}}""");
        String id = engine.create("""
                {"Image": "busybox", "HostConfig": {"NetworkMode": "none", "%s": "container:%s"}}""".formatted(mode, other));
        assertThatThrownBy(() -> engine.containers().start(id))
                .isInstanceOf(EngineException.SystemFailure.class)
                .hasMessageContaining("namespace: container " + other + " is not running");
    }

    @Test
    void tellsALifeInItsOrder() throws Exception {
        try (var events = engine.get().events().subscribe(event -> event.type().equals("container"))) {
            String id = engine.create("""
                    {"Image": "busybox", "Cmd": ["true"], "HostConfig": {"NetworkMode": "none"}}""");
            engine.containers().start(id);
            engine.containers().await(id, "").get(10, TimeUnit.SECONDS);
            engine.containers().remove(id, false, false, false);
            for (String action : List.of("create", "start", "die", "destroy")) {
                Event event = events.poll(5, TimeUnit.SECONDS);
                assertThat(event).isNotNull();
                assertThat(event.action()).isEqualTo(action);
                assertThat(event.attributes()).containsEntry("image", "busybox");
            }
        }
    }

    @Test
    void aBindWhoseSourceCannotBeMadeNamesThePathOnce() {
        String id = engine.create("true", "\"Binds\": [\"/proc/nothing/below:/x\"]");
        assertThatThrownBy(() -> engine.containers().start(id))
                .hasMessage("error while creating mount source path '/proc/nothing/below': "
                        + "mkdir /proc/nothing: no such file or directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "host", "bridge"})
    void theHostsGatewayIsItsAddressOnTheDefaultBridgeInEachNetwork(String network) throws IOException {
        String id = engine.start(
                "sleep 1000",
                "\"NetworkMode\": \"" + network + "\", \"ExtraHosts\": [\"gate:host-gateway\", \"six:::1\"]");
        var bridge =
                engine.get().networks().find("bridge").orElseThrow().pools().getFirst();
        assertThat(Files.readString(engine.places().hostsFile(id)))
                .contains("\n" + bridge.gateway().address().getHostAddress() + "\tgate\n::1\tsix\n");
    }
}
