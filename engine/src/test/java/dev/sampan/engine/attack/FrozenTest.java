package dev.sampan.engine.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.engine.container.ListQuery;
import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A container with CAP_SYS_ADMIN can mount the freezer hierarchy of version 1, and freeze itself behind the daemon's back. */
@NeedsRoot
@Timeout(60)
class FrozenTest {

    private static final Path FREEZER = Path.of("/sys/fs/cgroup/freezer");

    @RegisterExtension
    static final Victim victim = new Victim();

    @Test
    void whoHasFrozenItselfCanBeKilled() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(FREEZER), "no freezer of version 1");
        victim.image(Victim.tar());
        var id = victim.start("sleep 100", "");
        var group = victim.exec(id, "cat /proc/1/cgroup")
                .out()
                .lines()
                .filter(l -> l.contains(":freezer:"))
                .map(l -> l.substring(l.lastIndexOf(':') + 2))
                .findFirst()
                .orElseThrow();
        Files.writeString(FREEZER.resolve(group).resolve("freezer.state"), "FROZEN");
        victim.engine.containers().remove(id, true, true, false);
        assertThat(victim.engine.containers().list(ListQuery.ALL)).isEmpty();
    }
}
