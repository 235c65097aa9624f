package dev.sampan.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A check that cannot fail is no check: it is red for each kind of thing that is left, and blind to the same thing of others. */
@NeedsRoot
class LeakCheckTest {

    @TempDir
    Path directory;

    /** The JDK keeps a socket of its own from the first close of a channel on. */
    @BeforeAll
    static void closeOne() throws IOException {
        close(Pipe.open());
    }

    @Test
    void aMountIsTold() throws Exception {
        Path place = Files.createDirectory(directory.resolve("mounted"));
        leaves("+ mount " + place, "mount -t tmpfs none " + place, "umount " + place);
    }

    @Test
    void aMountOfSomebodyElseIsNot() throws Exception {
        Path place = Files.createTempDirectory("somebody");
        leavesNothing("mount -t tmpfs none " + place, "umount " + place + "; rmdir " + place);
    }

    @Test
    void aLinkIsTold() throws Exception {
        String bridge = Own.name("br");
        leaves("+ link " + bridge, "ip link add " + bridge + " type bridge", "ip link del " + bridge);
    }

    @Test
    void aCableOnOurBridgeIsToldWhateverItsName() throws Exception {
        String bridge = Own.name("br");
        leaves(
                "+ link vethleak0",
                "ip link add " + bridge + " type bridge; ip link add vethleak0 type veth peer name vethleak1"
                        + "; ip link set vethleak0 master " + bridge,
                "ip link del vethleak0; ip link del " + bridge);
    }

    @Test
    void aLinkOfSomebodyElseIsNot() throws Exception {
        leavesNothing("ip link add somebody0 type bridge", "ip link del somebody0");
    }

    @Test
    void aTableIsTold() throws Exception {
        String table = "ip sampan-" + Own.name("br");
        leaves("+ nft table " + table, "nft add table " + table, "nft delete table " + table);
    }

    @Test
    void aCgroupIsTold() throws Exception {
        String group =
                "$(ls -d /sys/fs/cgroup/*/cgroup.procs /sys/fs/cgroup/cgroup.procs 2>/dev/null | head -n 1 | xargs dirname)/sampan-"
                        + Own.name("group");
        leaves("sampan-" + Own.name("group"), "mkdir " + group, "rmdir " + group);
    }

    @Test
    void aProcessIsTold() throws Exception {
        HostState before = HostState.read();
        Process sleep = new ProcessBuilder("sleep", "60").start();
        try {
            assertThatThrownBy(() -> check(before)).hasMessageContaining("+ process " + sleep.pid() + " sleep");
        } finally {
            sleep.destroyForcibly().waitFor();
        }
        assertThatCode(() -> check(before)).doesNotThrowAnyException();
    }

    @Test
    void anOrphanOfOursIsToldByTheFilesItHolds() throws Exception {
        Path held = Files.createFile(directory.resolve("exit-record"));
        Path program = Files.copy(
                Path.of("/bin/sleep"), directory.resolve("sampan-keeper"), StandardCopyOption.COPY_ATTRIBUTES);
        leaves(" sampan-keeper", "setsid -f " + program + " 60 6> " + held, "fuser -s -k " + held);
    }

    @Test
    void aDescriptorIsTold() throws IOException {
        HostState before = HostState.read();
        Pipe pipe = Pipe.open();
        try {
            assertThatThrownBy(() -> check(before)).hasMessageContaining("+ fd pipe:");
        } finally {
            close(pipe);
        }
        assertThatCode(() -> check(before)).doesNotThrowAnyException();
    }

    private static void close(Pipe pipe) throws IOException {
        pipe.source().close();
        pipe.sink().close();
    }

    private static void leaves(String told, String make, String remove) throws Exception {
        HostState before = HostState.read();
        run(make);
        try {
            assertThatThrownBy(() -> check(before)).hasMessageContaining(told);
        } finally {
            run(remove);
        }
        assertThatCode(() -> check(before)).doesNotThrowAnyException();
    }

    private static void leavesNothing(String make, String remove) throws Exception {
        HostState before = HostState.read();
        run(make);
        try {
            assertThatCode(() -> check(before)).doesNotThrowAnyException();
        } finally {
            run(remove);
        }
    }

    private static void check(HostState before) {
        LeakCheck.requireNothingSince(before, "this test", Duration.ofMillis(200));
    }

    private static void run(String script) throws Exception {
        Process shell = new ProcessBuilder("bash", "-c", script).inheritIO().start();
        assertThat(shell.waitFor()).as(script).isZero();
    }
}
