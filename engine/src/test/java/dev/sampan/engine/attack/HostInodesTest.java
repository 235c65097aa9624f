package dev.sampan.engine.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A container's root may change mode and owner of every file that it reaches through a writable mount or an open descriptor. None of
 * them is a file of the host, even where reading and writing it would be harmless: the null device, a terminal.
 */
@NeedsRoot
@Timeout(120)
class HostInodesTest {

    private static final Path NULL = Path.of("/dev/null");

    /** Its own three files, which the engine keeps beside its layer. */
    private static final Set<String> OWN_FILES = Set.of("/etc/hosts", "/etc/hostname", "/etc/resolv.conf");

    private static final String DESCRIPTORS = "for f in 0 1 2; do stat -L -c \"fd $f %d %F\" /proc/self/fd/$f; done\n";

    @RegisterExtension
    static final Victim victim = new Victim();

    @Test
    void modeAndOwnerOfAMaskAreNotThoseOfTheHostsNullDevice() throws IOException {
        var before = Files.readAttributes(NULL, PosixFileAttributes.class);
        victim.image(Victim.tar());
        try {
            var outcome =
                    victim.run("for f in keys interrupts timer_list; do chmod 676 /proc/$f; /bin/busybox chown 7:7"
                            + " /proc/$f; done; stat -c '%a %u:%g %t:%T' /proc/interrupts; cat /proc/interrupts");
            assertThat(outcome.out()).isEqualTo("676 7:7 1:3\n");
            var after = Files.readAttributes(NULL, PosixFileAttributes.class);
            assertThat(after.permissions()).isEqualTo(before.permissions());
            assertThat(after.owner()).isEqualTo(before.owner());
            assertThat(after.group()).isEqualTo(before.group());
        } finally {
            var host = Files.getFileAttributeView(NULL, PosixFileAttributeView.class);
            host.setPermissions(before.permissions());
            host.setOwner(before.owner());
            host.setGroup(before.group());
        }
    }

    /** Which file systems of the host are mounted in the container, and may be written there: by their device numbers. */
    @ParameterizedTest
    @ValueSource(strings = {"", ", \"Tty\": true", ", \"OpenStdin\": true"})
    void noWritableMountIsOfAFileSystemOfTheHost(String more) throws IOException {
        victim.image(Victim.tar());
        var host = fileSystems(Files.readAllLines(Path.of("/proc/self/mountinfo")));
        var outcome = victim.run("cat /proc/self/mountinfo", more, "");
        var mounts = outcome.out().lines().map(line -> line.split(" ")).toList();
        assertThat(mounts).hasSizeGreaterThan(10);
        assertThat(mounts)
                .filteredOn(mount -> host.contains(mount[2]) && !mount[5].matches("(.*,)?ro(,.*)?"))
                .extracting(mount -> mount[4])
                .isSubsetOf(OWN_FILES);
    }

    private static Set<String> fileSystems(List<String> mountinfo) {
        return mountinfo.stream().map(line -> line.split(" ")[2]).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", \"Tty\": true", ", \"OpenStdin\": true"})
    void noDescriptorIsOpenOnAFileOfTheHost(String more) throws IOException {
        victim.image(Victim.tar());
        for (String init : List.of("", ", \"Init\": true")) {
            noneOfTheHost(victim.run(DESCRIPTORS, more, init).out());
        }
    }

    @Test
    void anExecsDescriptorsAreNotOpenOnAFileOfTheHost() throws IOException {
        victim.image(Victim.tar());
        for (String init : List.of("", ", \"Init\": true")) {
            noneOfTheHost(
                    victim.exec(victim.start("sleep 100", init), DESCRIPTORS).out());
        }
    }

    /** @param descriptors lines of a number, the device of its file system, and a file's type */
    private static void noneOfTheHost(String descriptors) {
        var host = Stream.of("/dev/null", "/dev/pts", "/dev/shm", "/")
                .map(HostInodesTest::device)
                .collect(Collectors.toSet());
        assertThat(descriptors.lines().toList())
                .hasSize(3)
                .allSatisfy(line -> assertThat(host).doesNotContain(line.split(" ")[2]));
    }

    private static String device(String path) {
        try {
            return Files.getAttribute(Path.of(path), "unix:dev").toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
