package dev.sampan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.api.Json;
import dev.sampan.api.container.HostConfig;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an update of a running container leaves in the kernel's files. */
@NeedsRoot
class UpdateTest {

    @RegisterExtension
    static final TestEngine engine = new TestEngine("engine");

    private void update(String id, String json) {
        engine.containers().update(id, Json.read(json.getBytes(StandardCharsets.UTF_8), HostConfig.class));
    }

    /** A file of the container's group, whichever version the host has. */
    private String limit(String id, String controller, String v1, String v2) throws IOException {
        int pid = engine.state(id).pid();
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/cgroup"))) {
            String[] part = line.split(":", 3);
            if (java.util.List.of(part[1].split(",")).contains(controller)) {
                return Files.readString(Path.of("/sys/fs/cgroup/" + controller + part[2], v1))
                        .strip();
            }
        }
        String group =
                Files.readString(Path.of("/proc/" + pid + "/cgroup")).strip().substring("0::".length());
        return Files.readString(Path.of("/sys/fs/cgroup" + group, v2)).strip();
    }

    private String pidsMax(String id) throws IOException {
        return limit(id, "pids", "pids.max", "pids.max");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, -2})
    void aPidsLimitOfNothingIsNoLimitAlsoAfterARestart(long nothing) throws Exception {
        String id = engine.start("sleep 1000", "\"PidsLimit\": 50");
        assertThat(pidsMax(id)).isEqualTo("50");
        update(id, "{\"PidsLimit\": " + nothing + "}");
        assertThat(pidsMax(id)).isEqualTo("max");
        engine.containers().restart(id, OptionalInt.of(0), "");
        assertThat(pidsMax(id)).isEqualTo("max");
    }

    @Test
    void whatTheKernelRefusesHalfWayIsTakenBackAsAWhole() throws Exception {
        String id = engine.start("sleep 1000", "\"PidsLimit\": 50");
        String before = limit(id, "memory", "memory.limit_in_bytes", "memory.max");
        assertThatThrownBy(() -> update(id, """
                        {"Memory": 8388608, "MemorySwap": 8388608, "PidsLimit": 7,
                         "BlkioDeviceReadBps": [{"Path": "/dev/null", "Rate": 1024}]}"""))
                .isInstanceOf(SystemFailure.class)
                .hasMessageStartingWith("Cannot update container " + id + ": ");
        assertThat(pidsMax(id)).isEqualTo("50");
        assertThat(limit(id, "memory", "memory.limit_in_bytes", "memory.max")).isEqualTo(before);
        var host = engine.containers().inspect(id, false).file().hostConfig();
        assertThat(host.memory()).isZero();
        assertThat(host.blkioDeviceReadBps()).isNull();
    }

    @Test
    void aThrottleIsInTheKernelsFileUntilItIsTakenAway() throws Exception {
        Optional<Path> disk;
        try (var disks = Files.list(Path.of("/sys/block"))) {
            disk = disks.sorted()
                    .filter(d -> Files.exists(Path.of("/dev").resolve(d.getFileName())))
                    .findFirst();
        }
        Assumptions.assumeTrue(disk.isPresent(), "no disk in /sys/block has a node in /dev");
        String numbers = Files.readString(disk.get().resolve("dev")).strip();
        String throttle =
                "\"BlkioDeviceWriteIOps\": [{\"Path\": \"/dev/" + disk.get().getFileName() + "\", \"Rate\": 77}]";
        String id = engine.start("sleep 1000", throttle);
        assertThat(limit(id, "blkio", "blkio.throttle.write_iops_device", "io.max"))
                .startsWith(numbers)
                .contains("77");
        update(id, "{\"BlkioDeviceWriteIOps\": []}");
        assertThat(limit(id, "blkio", "blkio.throttle.write_iops_device", "io.max"))
                .doesNotContain("77");
    }
}
