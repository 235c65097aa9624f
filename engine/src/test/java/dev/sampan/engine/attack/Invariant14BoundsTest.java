package dev.sampan.engine.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a container that are not what the engine looks for in them: what they claim is not believed, and nobody waits for them. */
@NeedsRoot
@Timeout(120)
class Invariant14BoundsTest {

    @RegisterExtension
    static final Victim victim = new Victim();

    /** The last one's size is right; all but that have content without end, or none that comes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ln -s /proc/1/pagemap /etc/passwd",
                "ln -s /proc/1/pagemap /etc/group",
                "ln -s /proc/kmsg /etc/passwd",
                "ln -s /proc/self/mem /etc/passwd",
                "/bin/busybox mkfifo /etc/passwd",
                "mknod /etc/passwd c 1 5",
                "mkdir /etc/passwd",
                "ln -s /dev/console /etc/group",
                "ln -s /dev/ptmx /etc/group",
                "ln -s /etc/passwd /etc/passwd",
                "/bin/busybox truncate -s 4G /etc/passwd",
                "dd if=/dev/zero of=/etc/group bs=1M count=9 2>/dev/null",
            })
    void usersAreLookedUpInPlainFilesOfSomeSizeOnly(String prepare) throws IOException {
        victim.image(Victim.tar().directory("etc/", 0755, 0, 0));
        var id = victim.start("sleep 100", "");
        assertThat(victim.exec(id, prepare).code()).isZero();
        long before = used();
        var who = Victim.script("grep ^Uid /proc/self/status");
        assertThat(victim.exec(id, "", "", false, who).out()).isEqualTo("Uid:\t0\t0\t0\t0\n");
        assertThat(victim.exec(id, "12", "", false, who).out()).isEqualTo("Uid:\t12\t12\t12\t12\n");
        assertThat(used() - before).as("memory that is kept").isLessThan(100L << 20);
        assertThat(victim.exec(id, "nobody", "", false, who).failure())
                .contains("unable to find user nobody: no matching entries in passwd file");
    }

    /** A FUSE file system whose server says nothing, over what an exec looks into. */
    @ParameterizedTest
    @ValueSource(strings = {"/etc", "/dev/pts"})
    void aFileSystemThatNeverAnswersEndsTheExecNotTheEngine(String place) throws IOException {
        victim.image(Victim.tar().directory("etc/", 0755, 0, 0));
        var id = victim.start(
                "exec 3<>/dev/fuse; mount -t fuse -o fd=3,rootmode=40000,user_id=0,group_id=0 none " + place
                        + " && echo mounted; sleep 100",
                ", \"CapAdd\": [\"SYS_ADMIN\"], \"Devices\": [{\"PathOnHost\": \"/dev/fuse\", \"PathInContainer\":"
                        + " \"/dev/fuse\", \"CgroupPermissions\": \"rwm\"}]");
        victim.awaitOutput(id, "mounted");
        var began = Instant.now();
        assertThat(victim.terminal(id, Victim.script("echo ran")).failure()).contains("no answer within 5 seconds");
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(20));
        victim.engine.containers().remove(id, true, true, false);
    }

    private static long used() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** At a start the image's own files are looked into. */
    @Test
    void anImagesFilesAreBoundedToo() throws IOException {
        var line = "x:x:5:5::/:/bin/sh\n";
        var long1 = "#".repeat(2 << 20) + "\n" + line;
        victim.image(Victim.tar()
                .directory("etc/", 0755, 0, 0)
                .file("etc/passwd", long1.getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0644, 0, 0));
        assertThat(victim.run("id -u", ", \"User\": \"x\"", "").failure())
                .contains("unable to find user x: no matching entries in passwd file");
        assertThat(victim.run("id -u").out()).isEqualTo("0\n");
    }
}
