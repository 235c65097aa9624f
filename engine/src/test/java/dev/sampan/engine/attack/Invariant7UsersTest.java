package dev.sampan.engine.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An image's files do not make a root. Each test names the CVE that it is made after. */
@NeedsRoot
@Timeout(120)
class Invariant7UsersTest {

    @RegisterExtension
    static final Victim victim = new Victim();

    @Test
    void invariant7_cve_2024_40635_anImagesUserDoesNotWrapToRoot() throws IOException {
        victim.image(Victim.tar().file("etc/passwd", "app:x:4294967296:4294967296::/:/bin/sh\n"));
        var outcome = victim.run("id -u", ", \"User\": \"app\"", "");
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.failure()).contains("uids and gids must be in range 0-2147483647");
    }
}
