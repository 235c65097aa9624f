package dev.sampan.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class SignalsTest {

    @Test
    void theThirdInterruptOrTerminationEndsTheCommandItself() {
        var heard = new ArrayList<String>();
        var patience = new Signals.Patience(heard::add, () -> heard.add("enough"));
        for (String name : new String[] {"INT", "HUP", "TERM", "WINCH", "USR1", "INT"}) {
            patience.take(name);
        }
        assertThat(heard).containsExactly("INT", "HUP", "TERM", "WINCH", "USR1", "enough");
    }
}
