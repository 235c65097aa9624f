package dev.sampan.engine.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What set-up binds is what it takes it for. Each test names the CVE that it is made after. */
@NeedsRoot
@Timeout(120)
class Invariant3BindSourcesTest {

    @RegisterExtension
    static final Victim victim = new Victim();

    @TempDir
    Path directory;

    /** The masks' source was the container's own /dev/null, which could be a link to anything. */
    @Test
    void invariant3_cve_2025_31133_masksAreMadeOfTheHostsNullDevice() throws IOException {
        var dev = Files.createDirectories(directory.resolve("dev"));
        Files.createSymbolicLink(dev.resolve("null"), Path.of("/proc/sysrq-trigger"));
        victim.image(Victim.tar());
        // With a standard input of its own, so that it is not refused for having a false one.
        var outcome = victim.run(
                "cat /proc/interrupts | wc -c; stat -c %t:%T /proc/interrupts",
                ", \"OpenStdin\": true", Victim.binds(dev + ":/dev"));
        assertThat(outcome.failure()).isEmpty();
        assertThat(outcome.out()).isEqualTo("0\n1:3\n");
    }

    /** Or an empty pipe, where something else has that name. */
    @Test
    void invariant3_cve_2025_31133_standardInputIsTheNullDevice() throws IOException {
        var dev = Files.createDirectories(directory.resolve("dev"));
        Files.writeString(dev.resolve("null"), "a file that poses as the null device");
        victim.image(Victim.tar());
        var outcome = victim.run("readlink /proc/self/fd/0; cat; echo end", "", Victim.binds(dev + ":/dev"));
        assertThat(outcome.failure()).isEmpty();
        assertThat(outcome.out()).matches("pipe:\\[[0-9]+]\nend\n");
    }

    @Test
    void invariant3_cve_2025_52565_theConsoleIsATerminalOfTheContainersOwn() throws IOException {
        victim.image(Victim.tar()
                .directory("dev/", 0755, 0, 0)
                .symlink("dev/console", "/../../../../../../../.." + victim.host + "/secret")
                .directory("dev/pts/", 0755, 0, 0)
                .symlink("dev/pts/0", "/proc/sysrq-trigger"));
        var outcome = victim.run("stat -c '%F %t' /dev/console; ls -l /dev/pts", ", \"Tty\": true", "");
        assertThat(outcome.out()).contains("character special file 88");
    }

    /** A /proc that is not one would take what set-up writes into it, or show another's. */
    @ParameterizedTest
    @ValueSource(strings = {"/proc", "/proc/sys", "/proc/self/attr", "/proc/sysrq-trigger", "/link/sys"})
    void invariant3_cve_2025_52881_nothingIsMountedOverProc(String place) throws IOException {
        var fake = Files.createDirectories(directory.resolve("fake"));
        Files.createDirectories(fake.resolve("kernel"));
        Files.writeString(fake.resolve("kernel/domainname"), "");
        victim.image(Victim.tar().directory("proc/", 0755, 0, 0).symlink("link", "/proc"));
        var source = place.equals("/proc/sysrq-trigger") ? fake.resolve("kernel/domainname") : fake;
        for (var how :
                List.of(Victim.binds(source + ":" + place), ", \"Tmpfs\": {" + Victim.quoted(place) + ": \"\"}")) {
            var outcome = victim.run("echo ran", "", how);
            assertThat(outcome.out()).doesNotContain("ran");
            assertThat(outcome.failure()).contains("proc");
        }
    }

    /** A link there could be led elsewhere between the mount and its masks, by another container that shares a volume. */
    @ParameterizedTest
    @ValueSource(strings = {"proc", "sys"})
    void invariant3_cve_2019_19921_procAndSysAreNotLinks(String name) throws IOException {
        victim.image(Victim.tar().directory("elsewhere/", 0755, 0, 0).symlink(name, "/elsewhere"));
        var outcome = victim.run("echo ran");
        assertThat(outcome.out()).doesNotContain("ran");
        assertThat(outcome.failure()).contains(name);
    }
}
