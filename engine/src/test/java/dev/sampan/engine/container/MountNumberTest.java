package dev.sampan.engine.container;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.api.container.HostConfig;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MountNumberTest {

    @Test
    void moreMountsThanAPlanHoldsAreRefusedAtCreateWithTheNumber() {
        Create.checkNumber(List.of(), withTmpfs(8000));

        assertThatThrownBy(() -> Create.checkNumber(List.of(), withTmpfs(8001)))
                .isInstanceOf(InvalidRequest.class)
                .hasMessage("a container has at most 8000 mounts and devices together, and this one asks for 8001");
    }

    private static HostConfig withTmpfs(int number) {
        var tmpfs = new TreeMap<String, String>();
        for (int i = 0; i < number; i++) {
            tmpfs.put("/t/" + i, "");
        }
        var edit = Create.Defaults.HOST_CONFIG.edit();
        edit.tmpfs = tmpfs;
        return edit.build();
    }
}
