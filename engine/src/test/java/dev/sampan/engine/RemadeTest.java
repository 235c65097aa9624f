package dev.sampan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.testkit.NeedsRoot;
import dev.sampan.testkit.Own;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What somebody took away under a running engine is made again by the next start, or not missed: pause is whole or not at all. */
@NeedsRoot
@Timeout(60)
class RemadeTest {

    @RegisterExtension
    static final TestEngine engine = new TestEngine("remade");

    private long run(String command) throws Exception {
        String id = engine.create(command, TestEngine.BRIDGE);
        var end = engine.containers().await(id, "next-exit");
        engine.containers().start(id);
        return end.get(20, TimeUnit.SECONDS).exitCode();
    }

    private static void host(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    @Test
    void aBridgeItsAddressAndTheTableAreMadeAgainWhenSomebodyRemovedThem() throws Exception {
        String bridge = Own.name("remade");
        String reachesItsRouter = "ping -c 1 -W 5 $(ip route | sed -n 's/default via \\\\([0-9.]*\\\\).*/\\\\1/p')";
        assertThat(run(reachesItsRouter)).isZero();
        String living = engine.create("sleep 1000", TestEngine.BRIDGE);
        engine.containers().start(living);

        host("ip", "link", "delete", bridge);
        assertThat(run(reachesItsRouter)).as("without its bridge").isZero();
        host("sh", "-c", """
                address=$(ip -o -4 addr show dev $0 | sed 's/.* inet \\([^ ]*\\).*/\\1/')
                ip link delete $0 && ip link add $0 type bridge && ip addr add $address dev $0 && ip link set $0 up""", bridge);
        assertThat(run(reachesItsRouter)).as("with another of its name").isZero();
        host("ip", "link", "delete", bridge);
        assertThat(run(reachesItsRouter)).isZero();
        host("ip", "addr", "flush", "dev", bridge);
        assertThat(run(reachesItsRouter)).as("without its address").isZero();
        host("ip", "link", "set", bridge, "down");
        assertThat(run(reachesItsRouter)).as("switched off").isZero();
        host("nft", "delete", "table", "ip", "sampan-" + bridge);
        assertThat(run("true")).isZero();
        host("nft", "list", "table", "ip", "sampan-" + bridge);
        assertThat(Path.of("/sys/class/net", bridge, "brif"))
                .isDirectoryContaining(path -> path.getFileName().toString().startsWith("veth"));
    }

    /** A file that cannot be written stands for a full disk. */
    @Test
    void aPauseThatCannotBeWrittenIsNone() throws Exception {
        String id = engine.create("sleep 1000", "");
        engine.containers().start(id);
        Path obstacle = obstacle(id);
        assertThatThrownBy(() -> engine.containers().pause(id)).hasMessageContaining(id);
        assertThat(engine.state(id).status()).isEqualTo("running");
        clear(obstacle);
        engine.containers().pause(id);
        obstacle(id);
        engine.containers().unpause(id);
        assertThat(engine.state(id).status()).isEqualTo("running");
        var end = engine.containers().await(id, "");
        engine.containers().kill(id, "");
        assertThat(end.get(10, TimeUnit.SECONDS).exitCode()).isEqualTo(137);
        clear(obstacle);
    }

    /** Its state says so already; here its process goes on by itself, which one that is frozen does not. */
    @Test
    void aPauseThatCannotBeWrittenLeavesTheProcessRunning() throws Exception {
        String id = engine.create("while [ ! -e /go ]; do sleep 0.01; done; exit 7", "");
        engine.containers().start(id);
        Path root = Path.of("/proc/" + engine.state(id).pid() + "/root");
        Path obstacle = obstacle(id);
        assertThatThrownBy(() -> engine.containers().pause(id)).hasMessageContaining(id);
        clear(obstacle);
        var end = engine.containers().await(id, "");
        Files.createFile(root.resolve("go"));
        assertThat(end.get(10, TimeUnit.SECONDS).exitCode()).isEqualTo(7);
    }

    @Test
    void aContainerWhoseStateCannotBeWrittenRunsAgain() throws Exception {
        String id = engine.create("sleep 1000", "\"RestartPolicy\": {\"Name\": \"always\"}");
        engine.containers().start(id);
        int first = engine.state(id).pid();
        Path obstacle = obstacle(id);
        var end = engine.containers().await(id, "next-exit");
        assertThat(ProcessHandle.of(first).orElseThrow().destroyForcibly()).isTrue();
        assertThat(end.get(10, TimeUnit.SECONDS).exitCode()).isEqualTo(137);
        for (int i = 0; i < 1000 && engine.state(id).pid() == 0; i++) {
            Thread.sleep(5); // the policy's delay
        }
        var state = engine.state(id);
        assertThat(state.status()).isEqualTo("running");
        assertThat(state.pid()).isNotIn(0, first);
        clear(obstacle);
    }

    /** A directory, and not an empty one, where the container's file is written before it gets its name. */
    private Path obstacle(String id) throws IOException {
        Path temporary = engine.places().containerFile(id).resolveSibling(".container.json.new");
        Files.createDirectories(temporary.resolve("in the way"));
        return temporary;
    }

    /** Who writes meanwhile removes what is left of it, too. */
    private static void clear(Path obstacle) throws IOException {
        Files.delete(obstacle.resolve("in the way"));
        Files.deleteIfExists(obstacle);
    }
}
