package dev.sampan.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DetachKeysTest {
    private static String pass(DetachKeys keys, int... bytes) {
        byte[] typed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            typed[i] = (byte) bytes[i];
        }
        DetachKeys.Typed result = keys.typed(typed, typed.length);
        var out = new StringBuilder();
        for (byte b : result.pass()) {
            out.append(b).append(' ');
        }
        return out + (result.detach() ? "detach" : "");
    }

    @Test
    void holdsBackASequenceThatHasBegun() {
        DetachKeys keys = DetachKeys.parse("").orElseThrow();
        assertThat(pass(keys, 'a', 16)).isEqualTo("97 ");
        assertThat(pass(keys, 'b')).isEqualTo("16 98 ");
        assertThat(pass(keys, 16, 16)).isEqualTo("16 ");
        assertThat(pass(keys, 17, 'x')).isEqualTo("detach");
    }

    @Test
    void readsOwnKeys() {
        assertThat(pass(DetachKeys.parse("ctrl-x").orElseThrow(), 'a', 24)).isEqualTo("97 detach");
        assertThat(pass(DetachKeys.parse("a,b").orElseThrow(), 'a', 'b')).isEqualTo("detach");
        assertThat(DetachKeys.parse("ctrl-1x")).isEmpty();
        assertThat(DetachKeys.parse("nosuch")).isEmpty();
    }
}
