package dev.sampan.engine.container.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EnvironmentTest {

    @Test
    void aChangeTakesItsVariablesPlaceAndANameAloneRemovesIt() {
        assertThat(Environment.changed(List.of("A=1", "B=2", "C=3"), List.of("B=x", "D=4", "A", "D=5")))
                .containsExactly("B=x", "C=3", "D=5");
    }

    @Test
    void homeIsTheUsersUnlessItIsSet() {
        assertThat(Environment.withHome(List.of("A=1"), "/root")).containsExactly("A=1", "HOME=/root");
        assertThat(Environment.withHome(List.of("HOME=/h"), "/root")).containsExactly("HOME=/h");
    }
}
