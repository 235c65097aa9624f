package dev.sampan.engine.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing is inheritable. Each test names the CVE that it is made after. */
@NeedsRoot
@Timeout(120)
class Invariant5CapabilitiesTest {

    @RegisterExtension
    static final Victim victim = new Victim();

    @ParameterizedTest
    @CsvSource({"0,false", "0,true", "1000,false", "1000,true"})
    void invariant5_cve_2022_24769_inheritableIsEmpty(String user, boolean privileged) throws IOException {
        victim.image(Victim.tar());
        var outcome = victim.run(
                "grep -E 'Cap(Inh|Amb)' /proc/self/status",
                ", \"User\": \"" + user + "\"",
                privileged ? ", \"Privileged\": true" : ", \"CapAdd\": [\"SYS_ADMIN\", \"NET_ADMIN\"]");
        assertThat(outcome.out()).isEqualTo("CapInh:\t0000000000000000\nCapAmb:\t0000000000000000\n");
    }
}
