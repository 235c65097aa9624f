package dev.sampan.engine.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** No descriptor of the host goes in, no directory outside is reached. Each test names the CVE that it is made after. */
@NeedsRoot
@Timeout(120)
class Invariant4DescriptorsTest {

    @RegisterExtension
    static final Victim victim = new Victim();

    @Test
    void invariant4_cve_2024_21626_noDescriptorSurvives() throws IOException {
        victim.image(Victim.tar());
        for (var init : List.of("", ", \"Init\": true")) {
            var outcome = victim.run("for f in /proc/self/fd/*; do readlink $f; done", "", init);
            assertThat(outcome.out().lines().filter(l -> !l.startsWith("pipe:")))
                    .allMatch(l -> l.equals("/dev/null") || l.startsWith("/proc/"));
        }
    }

    @Test
    void invariant4_cve_2024_21626_theWorkingDirectoryIsInside() throws IOException {
        victim.image(Victim.tar());
        for (int fd = 3; fd < 24; fd++) {
            for (var path : List.of("/proc/self/fd/" + fd, "/proc/self/fd/" + fd + "/../../..", "/proc/1/cwd")) {
                var outcome = victim.run(
                        "ls -ld ../../../../../../../../.." + victim.host + " 2>/dev/null && echo escaped",
                        ", \"WorkingDir\": \"" + path + "\"",
                        "");
                assertThat(outcome.out()).doesNotContain("escaped");
            }
        }
    }

    @Test
    void invariant4_cve_2024_21626_linksToDescriptorsInTheImageLeadNowhere() throws IOException {
        var tar = Victim.tar();
        for (int fd = 3; fd < 24; fd++) {
            tar.symlink("w" + fd, "/proc/self/fd/" + fd);
        }
        victim.image(tar);
        for (int fd = 3; fd < 24; fd++) {
            var outcome = victim.run(
                    "ls -ld ../../../../../../../../.." + victim.host + " 2>/dev/null && echo escaped",
                    ", \"WorkingDir\": \"/w" + fd + "\"",
                    "");
            assertThat(outcome.out()).doesNotContain("escaped");
        }
    }
}
