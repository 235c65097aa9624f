package dev.sampan.engine.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.api.Json;
import dev.sampan.api.container.HostConfig;
import dev.sampan.engine.container.spec.DockerSpec;
import dev.sampan.engine.container.spec.Limits;
import dev.sampan.engine.oci.LinuxResources;
import dev.sampan.linux.cgroup.Hierarchies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written into version 2's files, on a directory of plain files: this way it is tested on hosts of version 1, too. */
class V2GroupTest {

    @TempDir
    Path mount;

    private String written(String file, Resources resources) throws IOException {
        Path group = Files.createDirectories(mount.resolve("group"));
        for (String each : List.of("pids.max", "io.max", "io.weight", "memory.max", "memory.low", "cpu.max")) {
            Files.writeString(group.resolve(each), each.equals("cpu.max") ? "max 100000" : "");
        }
        new V2Group("/group", new Hierarchies.V2(mount.toString()), new MadeParents(mount.resolve("made")))
                .update(resources);
        return Files.readString(group.resolve(file));
    }

    private static Resources of(String json) {
        HostConfig host = Json.read(json.getBytes(StandardCharsets.UTF_8), HostConfig.class);
        return Resources.of(Limits.resources(DockerSpec.resources(host), List.of()));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, -2})
    void aPidsLimitOfNothingIsNoLimit(long nothing) throws IOException {
        assertThat(written("pids.max", of("{\"PidsLimit\": " + nothing + "}"))).isEqualTo("max");
    }

    @Test
    void noLimitsAreMax() throws IOException {
        assertThat(written("memory.max", of("{\"Memory\": -1}"))).isEqualTo("max");
        assertThat(written("cpu.max", of("{\"CpuQuota\": -1}"))).startsWith("max ");
    }

    /** 0 is out of its range for the kernel. */
    @Test
    void aDiskWithoutAWeightOfItsOwnHasTheDefaultOne() throws IOException {
        var none = new LinuxResources.BlockIo(
                null, List.of(new LinuxResources.WeightDevice(8, 0, 0)), List.of(), List.of(), List.of(), List.of());
        assertThat(written("io.weight", Resources.of(new LinuxResources(List.of(), null, null, null, none))))
                .isEqualTo("8:0 default");
    }

    @Test
    void disksHaveSharesAndThrottles() throws IOException {
        assertThat(written("io.weight", of("{\"BlkioWeight\": 10}"))).isEqualTo("1");
        assertThat(written("io.weight", of("{\"BlkioWeight\": 1000}"))).isEqualTo("10000");
        var throttle = new LinuxResources.BlockIo(
                null,
                List.of(),
                List.of(new LinuxResources.ThrottleDevice(8, 0, 1024)),
                List.of(),
                List.of(),
                List.of());
        assertThat(written("io.max", Resources.of(new LinuxResources(List.of(), null, null, null, throttle))))
                .isEqualTo("8:0 rbps=1024");
    }
}
