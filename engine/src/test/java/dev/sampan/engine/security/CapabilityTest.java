package dev.sampan.engine.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapabilityTest {

    private static String granted(List<String> add, List<String> drop) {
        return Long.toHexString(Capability.mask(Capability.granted(false, add, drop)));
    }

    @Test
    void theSetsThatDockerShows() {
        assertThat(granted(List.of(), List.of())).isEqualTo("a80425fb");
        assertThat(granted(List.of("NET_ADMIN", "SYS_TIME"), List.of("MKNOD", "CHOWN")))
                .isEqualTo("a20435fa");
        assertThat(granted(List.of("cap_net_admin"), List.of("NET_ADMIN"))).isEqualTo("a80435fb");
        assertThat(granted(List.of("NET_BIND_SERVICE"), List.of("All"))).isEqualTo("400");
        assertThat(granted(List.of(), List.of("all"))).isEqualTo("0");
    }

    @Test
    void allWithoutSome() {
        var all = Capability.available();
        assertThat(Capability.granted(false, List.of("ALL"), List.of("CHOWN")))
                .hasSize(all.size() - 1)
                .doesNotContain(Capability.CAP_CHOWN);
        assertThat(Capability.granted(true, List.of(), List.of("CHOWN"))).isEqualTo(all);
    }

    @Test
    void unknownNamesAreRefusedAsDockerSaysIt() {
        assertThatThrownBy(() -> granted(List.of("NOPE"), List.of("NOPE2")))
                .isInstanceOf(InvalidRequest.class)
                .hasMessage("invalid CapAdd: unknown capability: \"CAP_NOPE\"");
        assertThatThrownBy(() -> granted(List.of(), List.of("CAP_NOPE")))
                .hasMessage("invalid CapDrop: unknown capability: \"CAP_NOPE\"");
        assertThatThrownBy(() -> granted(List.of(" NET_ADMIN"), List.of()))
                .hasMessage("invalid CapAdd: unknown capability: \"CAP_ NET_ADMIN\"");
        assertThatThrownBy(() -> granted(List.of(""), List.of()))
                .hasMessage("invalid CapAdd: unknown capability: \"CAP_\"");
    }
}
