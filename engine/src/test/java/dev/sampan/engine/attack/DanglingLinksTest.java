package dev.sampan.engine.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Targets of mounts and working directories that are links to what an image does not have, as in images made for systemd. */
@NeedsRoot
@Timeout(120)
class DanglingLinksTest {

    @RegisterExtension
    static final Victim victim = new Victim();

    @TempDir
    Path directory;

    @Test
    void theFilesOfTheNetworkAppearAtTheLinksEnds() throws IOException {
        victim.image(Victim.tar()
                .directory("etc/", 0755, 0, 0)
                .symlink("etc/resolv.conf", "../run/systemd/resolve/stub-resolv.conf")
                .symlink("etc/hosts", victim.host + "/hosts")
                .symlink("etc/hostname", "name"));
        var outcome = victim.run(
                "cat /run/systemd/resolve/stub-resolv.conf >/dev/null && readlink /etc/resolv.conf\n"
                        + "grep -c localhost " + victim.host + "/hosts; cat /etc/name",
                ", \"Hostname\": \"boat\"",
                "");
        assertThat(outcome.failure()).isEmpty();
        assertThat(outcome.out().lines())
                .startsWith("../run/systemd/resolve/stub-resolv.conf")
                .endsWith("boat");
        assertThat(victim.host.resolve("hosts")).doesNotExist();
    }

    @Test
    void bindsAppearAtTheLinksEnds() throws IOException {
        var zone = Files.writeString(directory.resolve("zone"), "a zone\n");
        victim.image(Victim.tar()
                .directory("etc/", 0755, 0, 0)
                .symlink("etc/localtime", "/usr/share/zoneinfo/Asia/X")
                .symlink("data", "mnt/missing"));
        var outcome = victim.run(
                "cat /usr/share/zoneinfo/Asia/X; readlink /etc/localtime; cat /mnt/missing/deep/zone",
                "",
                Victim.binds(zone + ":/etc/localtime", directory + ":/data/deep"));
        assertThat(outcome.failure()).isEmpty();
        assertThat(outcome.out()).isEqualTo("a zone\n/usr/share/zoneinfo/Asia/X\na zone\n");
    }

    /** The second target lies in the first mount, where no image is: only the kernel sees it. */
    @Test
    void aLinkInAVolumeIsFollowedToo() throws IOException {
        var volume = Files.createDirectory(directory.resolve("volume"));
        Files.createSymbolicLink(volume.resolve("link"), Path.of("/elsewhere/new"));
        victim.image(Victim.tar());
        var outcome = victim.run(
                "touch /elsewhere/new/x && ls /v/link/", "", Victim.binds(volume + ":/v", directory + ":/v/link"));
        assertThat(outcome.failure()).isEmpty();
        assertThat(outcome.out()).contains("volume", "x");
        assertThat(volume.toFile().list()).containsExactly("link");
    }

    @Test
    void aWorkingDirectoryIsMadeAtTheLinksEnd() throws IOException {
        victim.image(Victim.tar().symlink("work", "srv/missing"));
        var outcome = victim.run("/bin/busybox pwd -P", ", \"WorkingDir\": \"/work/here\"", "");
        assertThat(outcome.out()).isEqualTo("/srv/missing/here\n");
    }

    @Test
    void aLinkIntoProcIsNoWayToMountThere() throws IOException {
        victim.image(Victim.tar().symlink("data", "/proc/sys/missing").symlink("deep", "/proc/1/../missing"));
        for (String target : new String[] {"/data", "/deep/x"}) {
            var outcome = victim.run("echo ran", "", Victim.binds(directory + ":" + target));
            assertThat(outcome.failure()).isNotEmpty();
            assertThat(outcome.out()).doesNotContain("ran");
        }
    }
}
