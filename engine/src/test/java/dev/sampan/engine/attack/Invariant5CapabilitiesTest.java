package dev.sampan.engine.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing is inheritable, and nothing can be gained. Each test names the CVE that it is made after. */
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

    /** Nothing above the last capability that we know either: the kernel prints its whole mask. */
    @ParameterizedTest
    @CsvSource({
        "0, '', 00000000a80425fb",
        "1000, '', 00000000a80425fb",
        "0, '\"CapDrop\": [\"ALL\"]', 0000000000000000",
        "1000, '\"CapDrop\": [\"ALL\"], \"CapAdd\": [\"CHECKPOINT_RESTORE\", \"CHOWN\"]', 0000010000000001",
        "0, '\"CapDrop\": [\"CHOWN\"], \"CapAdd\": [\"SYS_PTRACE\"]', 00000000a80c25fa",
    })
    void theBoundingSetHoldsWhatWasAskedForAndNoMore(String user, String host, String expected) throws IOException {
        victim.image(Victim.tar());
        var own = "for p in 1 self; do grep CapBnd /proc/$p/status; done";
        var hostConfig = host.isEmpty() ? "" : ", " + host;
        var bounding = "CapBnd:\t" + expected + "\n";
        for (var init : new String[] {"", ", \"Init\": true"}) {
            assertThat(victim.run(own, ", \"User\": \"" + user + "\"", hostConfig + init)
                            .out())
                    .as("container" + init)
                    .isEqualTo(bounding + bounding);
        }
        var id = victim.start("sleep 100", hostConfig);
        assertThat(victim.exec(id, user, "", false, Victim.script("grep CapBnd /proc/self/status"))
                        .out())
                .as("exec")
                .isEqualTo(bounding);
    }
}
