package dev.sampan.engine.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.error.EngineException.SystemFailure;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopTest {

    @Test
    void rowsOfThreadsFollowTheirProcess() {
        var top = Top.parse("""
                    PID TTY      STAT   TIME COMMAND
                     10 ?        -      0:00 a
                      - -        Ssl    0:00 -
                     20 ?        -      0:01 b c
                      - -        Ssl    0:00 -
                      - -        Ssl    0:01 -
                """, Set.of(20));
        assertThat(top.rows())
                .containsExactly(
                        List.of("20", "?", "-", "0:01", "b c"),
                        List.of("-", "-", "Ssl", "0:00", "-"),
                        List.of("-", "-", "Ssl", "0:01", "-"));
    }

    @Test
    void aRowWithoutANumberForItsPidIsAnError() {
        assertThatThrownBy(() -> Top.parse("COMMAND PID\nsleep infinity 20\n", Set.of(20)))
                .isInstanceOf(SystemFailure.class)
                .hasMessage("Unexpected pid 'infinity 20': strconv.Atoi: parsing \"infinity 20\": invalid syntax");
    }
}
