package dev.sampan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mount that a container asks for at the place of a default one is mounted instead of it. */
@NeedsRoot
@Timeout(60)
class OwnMountsTest {

    @RegisterExtension
    static final TestEngine engine = new TestEngine("mounts");

    private List<String> places(String host) throws IOException {
        int pid = engine.state(engine.start("exec sleep 1000", host)).pid();
        return Files.readAllLines(Path.of("/proc/" + pid + "/mountinfo")).stream()
                .map(line -> line.split(" ")[4])
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/shm", "/dev/mqueue", "/dev/pts", "/sys/fs/cgroup", "/sys"})
    void replacesTheDefaultOneOfItsPlace(String place) throws IOException {
        for (String host : List.of(
                "\"Tmpfs\": {\"" + place + "\": \"\"}",
                "\"Mounts\": [{\"Type\": \"tmpfs\", \"Target\": \"" + place + "\"}]",
                "\"Binds\": [\"own:" + place + "\"]")) {
            assertThat(places(host)).as(host).containsOnlyOnce(place);
        }
    }

    @Test
    void anOwnDevStandsForAllBelowIt() throws IOException {
        assertThat(places("\"Tmpfs\": {\"/dev\": \"\"}"))
                .containsOnlyOnce("/dev")
                .noneMatch(place -> place.startsWith("/dev/"));
    }

    @Test
    void theSizeOfSharedMemoryIsTheOwnMounts() throws Exception {
        String id = engine.start("exec sleep 1000", "\"ShmSize\": 8388608, \"Tmpfs\": {\"/dev/shm\": \"size=1m\"}");
        String mounts = Files.readString(Path.of("/proc/" + engine.state(id).pid() + "/mounts"));
        assertThat(mounts).contains("size=1024k").doesNotContain("size=8192k");
    }
}
