package dev.sampan.engine.container;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.error.EngineException.Unavailable;
import org.junit.jupiter.api.Test;

class LargeConfigurationsTest {

    private static final int MIB = 1 << 20;

    private final LargeConfigurations large = new LargeConfigurations(3 * MIB);

    @Test
    void usualConfigurationsAreNotCounted() {
        for (int i = 0; i < 1000; i++) {
            large.take("c" + i, LargeConfigurations.LARGE, false);
        }
        large.take("large", 3 * MIB, false);
    }

    @Test
    void aNewContainerBeyondTheSumIsRefusedWithTheNumbers() {
        large.take("one", MIB, false);
        large.take("two", MIB, false);

        assertThatThrownBy(() -> large.take("three", MIB + 1, false))
                .isInstanceOf(Unavailable.class)
                .hasMessage("a container configuration of 1048577 bytes: the large configurations of all containers may"
                        + " have 3145728 bytes together, and there are 2097152 already");
    }

    @Test
    void aKnownContainerIsAlwaysWritten() {
        large.take("one", 3 * MIB, false);
        large.take("one", 4 * MIB, true);

        assertThatThrownBy(() -> large.take("two", MIB, false)).isInstanceOf(Unavailable.class);
    }

    @Test
    void aRemovedContainerMakesRoom() {
        large.take("one", 3 * MIB, false);
        large.forget("one");

        large.take("two", 3 * MIB, false);
    }
}
