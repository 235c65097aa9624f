package dev.sampan.engine.container.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.api.Json;
import dev.sampan.api.container.HostConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckResourcesTest {

    private final List<String> warnings = new ArrayList<>();

    private HostConfig checked(int cgroupVersion, String json) {
        var one = new BitSet();
        one.set(0);
        HostConfig host = Json.read(json.getBytes(StandardCharsets.UTF_8), HostConfig.class);
        return CheckResources.checked(
                host, new HostFacts(1, one, one, cgroupVersion, false, cgroupVersion == 1, "host"), warnings);
    }

    @Test
    void version1KeepsWhatItHasAFileFor() {
        var host = checked(1, "{\"MemorySwappiness\": 7, \"OomKillDisable\": true, \"Memory\": 8388608}");
        assertThat(host.memorySwappiness()).isEqualTo(7);
        assertThat(host.oomKillDisable()).isTrue();
        assertThat(warnings).isEmpty();
        assertThat(checked(1, "{}").oomKillDisable()).isFalse();
        assertThatThrownBy(() -> checked(1, "{\"MemorySwappiness\": 101}"))
                .hasMessage("Invalid value: 101, valid memory swappiness range is 0-100");
    }

    @Test
    void sharesOfDisksAreDiscardedWithAWarningWhereTheKernelHasNone() {
        var host = checked(
                1, "{\"BlkioWeight\": 300, \"BlkioWeightDevice\": [{\"Path\": \"/dev/null\", \"Weight\": 20}]}");
        assertThat(host.blkioWeight()).isZero();
        assertThat(host.blkioWeightDevice()).isEmpty();
        assertThat(warnings)
                .containsExactly(
                        "Your kernel does not support Block I/O weight or the cgroup is not mounted. Weight discarded.",
                        "Your kernel does not support Block I/O weight_device or the cgroup is not mounted. Weight-device discarded.");
    }

    @Test
    void realTimeIsRefusedWhereTheKernelHasNone() {
        assertThatThrownBy(() -> checked(2, "{\"CpuRealtimePeriod\": 10000}"))
                .hasMessage("kernel does not support CPU real-time scheduler");
    }

    @Test
    void version2DropsWhatItLacksAndSaysSo() {
        var host = checked(2, "{\"MemorySwappiness\": 7, \"OomKillDisable\": true}");
        assertThat(host.memorySwappiness()).isNull();
        assertThat(host.oomKillDisable()).isNull();
        assertThat(warnings)
                .containsExactly(
                        "Your kernel does not support memory swappiness capabilities or the cgroup is not mounted."
                                + " Memory swappiness discarded.",
                        "Your kernel does not support OomKillDisable. OomKillDisable discarded.");
        warnings.clear();
        assertThat(checked(2, "{\"MemorySwappiness\": -1, \"OomKillDisable\": false}")
                        .oomKillDisable())
                .isNull();
        assertThat(warnings).isEmpty();
    }
}
