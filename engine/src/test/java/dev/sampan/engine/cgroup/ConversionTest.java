package dev.sampan.engine.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.engine.oci.LinuxResources.DeviceRule;
import dev.sampan.linux.bpf.DeviceFilter;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ConversionTest {

    @Test
    void sharesBecomeAWeightAsRuncComputesIt() {
        assertThat(V2Group.weight(0)).isZero();
        assertThat(V2Group.weight(2)).isEqualTo(1);
        assertThat(V2Group.weight(1024)).isEqualTo(100);
        assertThat(V2Group.weight(262144)).isEqualTo(10000);
        assertThat(V2Group.weight(512)).isEqualTo(59);
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
