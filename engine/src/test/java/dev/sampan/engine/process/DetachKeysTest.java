package dev.sampan.engine.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetachKeysTest {

    @Test
    void theDefaultIsControlPControlQ() {
        assertThat(DetachKeys.parse("").orElseThrow().bytes()).containsExactly(16, 17);
    }

    @Test
    void readsLettersControlsAndDel() {
        assertThat(DetachKeys.parse("A,b,ctrl-a,ctrl-@,ctrl-[,ctrl-_,DEL")
                        .orElseThrow()
                        .bytes())
                .containsExactly('A', 'b', 1, 0, 27, 31, 127);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ctrl-", "a,", "bogus", "ctrl-[,ctrl-9", "ctrl-a,,b", "ctrl-A", "ü"})
    void refusesWhatDockerRefuses(String text) {
        assertThat(DetachKeys.parse(text)).isEmpty();
    }

    @Test
    void passesWhatOnlyBeganLikeTheKeys() {
        var watch = DetachKeys.parse("x,y,z").orElseThrow().watch();
        assertThat(typed(watch, "x")).isEqualTo("");
        assertThat(typed(watch, "y")).isEqualTo("");
        assertThat(typed(watch, "xyq")).isEqualTo("xyxyq");
        assertThat(typed(watch, "axxy")).isEqualTo("ax");
        assertThat(typed(watch, "z!")).isEqualTo("DETACHED");
    }

    private static String typed(DetachKeys.Watch watch, String text) {
        var passed = ByteBuffer.allocate(100);
        boolean detached = watch.filter(StandardCharsets.UTF_8.encode(text), passed);
        return StandardCharsets.UTF_8.decode(passed.flip()) + (detached ? "DETACHED" : "");
    }
}
