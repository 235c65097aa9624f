package dev.sampan.engine.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.engine.oci.LinuxResources.DeviceRule;
import dev.sampan.linux.bpf.DeviceFilter;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversionTest {

    /**
     * What runc does since 1.3.2 and crun since 1.23: opencontainers/cgroups, ConvertCPUSharesToCgroupV2Value. The first row of values is that
     * of its own test; the others were computed from the formula with forty digits.
     */
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "2, 1",
        "3, 2",
        "1024, 100",
        "262143, 10000",
        "262144, 10000",
        "262145, 10000",
        "4, 2",
        "10, 4",
        "50, 10",
        "100, 17",
        "102, 17",
        "128, 21",
        "256, 35",
        "500, 58",
        "512, 59",
        "1000, 99",
        "1023, 100",
        "1025, 101",
        "2000, 170",
        "2048, 174",
        "4096, 303",
        "5000, 356",
        "8192, 532",
        "65536, 3023",
        "100000, 4340",
        "131072, 5478"
    })
    void sharesBecomeAWeightAsRuncComputesIt(long shares, long weight) {
        assertThat(V2Group.weight(shares)).isEqualTo(weight);
    }

    @Test
    void swapAloneIsTheDifference() {
        assertThat(V2Group.swapAlone(-1, 5)).isEqualTo(Long.MAX_VALUE);
        assertThat(V2Group.swapAlone(8, 5)).isEqualTo(3);
        assertThat(V2Group.swapAlone(5, 5)).isZero();
    }

    @Test
    void deviceRulesAreReducedAsTheKernelsControllerDoes() {
        var filter = DeviceRules.reduced(List.of(
                new DeviceRule(true, "c", 9L, 9L, "rwm"),
                new DeviceRule(false, "a", null, null, "rwm"),
                new DeviceRule(true, "c", 1L, 3L, "rw"),
                new DeviceRule(true, "c", 1L, 3L, "m"),
                new DeviceRule(true, "b", 8L, null, "rw"),
                new DeviceRule(false, "b", 8L, null, "w"),
                new DeviceRule(false, "c", 10L, 229L, "rwm")));
        assertThat(filter)
                .isEqualTo(new DeviceFilter(
                        false,
                        List.of(
                                new DeviceFilter.Exception('c', OptionalLong.of(1), OptionalLong.of(3), 7),
                                new DeviceFilter.Exception(
                                        'b', OptionalLong.of(8), OptionalLong.empty(), DeviceFilter.READ))));
    }
}
