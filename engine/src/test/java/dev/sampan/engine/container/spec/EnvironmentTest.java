package dev.sampan.engine.container.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

    @Test
    @Timeout(5)
    void fortyThousandVariablesTakeNoTime() {
        List<String> many =
                IntStream.range(0, 40_000).mapToObj(i -> "NAME" + i + "=x").toList();

        assertThat(Environment.changed(List.of("PATH=/bin"), many)).hasSize(40_001);
    }
}
