package dev.sampan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.archive.Tree;
import dev.sampan.engine.storage.CountedDriver;
import dev.sampan.testkit.NeedsRoot;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A driver that mounts something on the host for a container is told at each container's end. */
@NeedsRoot
class RootUnmountTest {

    @RegisterExtension
    static final TestEngine engine = new TestEngine("unmount", Optional.empty(), "counted-overlay2");

    @Test
    void oneThatHasEndedIsUnmounted() throws Exception {
        String id = engine.create("read line", "");
        var end = engine.containers().await(id, "next-exit");
        engine.containers().start(id);
        end.get(10, TimeUnit.SECONDS);
        nothingIsMounted();
        engine.containers().start(id);
        nothingIsMounted();
    }

    @Test
    void oneThatRunsIsMounted() throws Exception {
        String id = engine.start("sleep 1000", "");
        assertThat(CountedDriver.mounted(engine.places().storage())).hasSize(1);
        engine.containers().remove(id, true, true, false);
        nothingIsMounted();
    }

    @Test
    void oneThatDoesNotStartIsUnmounted() throws Exception {
        String id = engine.create("""
                {"Image": "busybox", "Cmd": ["nosuchcommand"], "HostConfig": {"NetworkMode": "none"}}""");
        assertThatThrownBy(() -> engine.containers().start(id)).hasMessageContaining("nosuchcommand");
        nothingIsMounted();
    }

    @Test
    void oneOfWhichNothingIsLeftIsUnmountedByTheNextEngine() throws Exception {
        String id = engine.start("sleep 1000", "");
        long process = engine.state(id).pid();
        engine.reopenAfter(() -> {
            TestEngine.kill(process);
            engine.cgroups().planned("", id).delete();
            Tree.remove(engine.places().process(id)); // as a reboot does it: no session, and no exit record
        });
        assertThat(engine.state(id).status()).isEqualTo("exited");
        nothingIsMounted();
    }

    /** Nobody who waits for an end waits for that. */
    private static void nothingIsMounted() throws InterruptedException {
        for (int i = 0; i < 500 && !mounted().isEmpty(); i++) {
            Thread.sleep(10);
        }
        assertThat(mounted()).isEmpty();
    }

    private static java.util.Map<dev.sampan.engine.storage.LayerId, Integer> mounted() {
        return CountedDriver.mounted(engine.places().storage());
    }
}
