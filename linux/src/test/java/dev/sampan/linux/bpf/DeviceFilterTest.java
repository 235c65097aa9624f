package dev.sampan.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DeviceFilterTest {

    private static final OptionalLong ANY = OptionalLong.empty();

    @Test
    void aListOfWhatIsAllowedIsThisProgram() {
        var filter = new DeviceFilter(
                false,
                List.of(
                        new DeviceFilter.Exception('c', OptionalLong.of(1), OptionalLong.of(3), 7),
                        new DeviceFilter.Exception('b', ANY, ANY, DeviceFilter.MKNOD)));
        assertThat(filter.assemble().listing()).isEqualTo("""
                           0: r2 = *(u32 *)(r1 + 0)
                           1: w3 = w2
                           2: w2 &= 0xffff
                           3: w3 >>= 16
                           4: r4 = *(u32 *)(r1 + 4)
                           5: r5 = *(u32 *)(r1 + 8)
                           6: if r2 != 2 goto 11
                           7: if r4 != 1 goto 11
                           8: if r5 != 3 goto 11
                           9: r0 = 1
                          10: exit
                          11: if r2 != 1 goto 17
                          12: w1 = w3
                          13: w1 &= 0x6
                          14: if r1 != 0 goto 17
                          15: r0 = 1
                          16: exit
                          17: r0 = 0
                          18: exit
                        """);
    }

    @Test
    void aListOfWhatIsRefusedRefusesAPart() {
        var filter = new DeviceFilter(
                true, List.of(new DeviceFilter.Exception('c', OptionalLong.of(1), ANY, DeviceFilter.WRITE)));
        assertThat(filter.assemble().listing())
                .contains("w1 &= 0x4")
                .contains("if r1 == 0 goto 13")
                .endsWith("  13: r0 = 1\n  14: exit\n");
    }
}
