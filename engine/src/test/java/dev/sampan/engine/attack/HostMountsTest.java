package dev.sampan.engine.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.linux.proc.MountInfo;
import dev.sampan.linux.syscall.Mounts;
import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Binds of a directory of the host that is a mount and has another below it. */
@NeedsRoot
@Timeout(120)
class HostMountsTest {

    private static final String TOUCH = "touch /m/x 2>&- && echo top; touch /m/sub/x 2>&- && echo sub; true";

    private static final String MAY_MOUNT = ", \"CapAdd\": [\"SYS_ADMIN\"], \"SecurityOpt\": [\"seccomp=unconfined\"]";

    @RegisterExtension
    static final Victim victim = new Victim();

    @TempDir
    static Path directory;

    private Path top;

    @BeforeEach
    void mount() throws IOException {
        victim.image(Victim.tar());
        top = Files.createDirectories(directory.resolve("top"));
        Mounts.mount("top", top.toString(), "tmpfs", 0, "");
        propagation(Mounts.MS_PRIVATE);
        Files.createDirectory(top.resolve("sub"));
        Mounts.mount("sub", top.resolve("sub").toString(), "tmpfs", 0, "");
        Files.createDirectory(top.resolve("inside"));
    }

    @AfterEach
    void unmount() {
        Mounts.umount2(top.toString(), Mounts.MNT_DETACH);
    }

    private void propagation(long type) {
        Mounts.mount("none", top.toString(), "none", type, "");
    }

    private String mounted(String readOnly, String bindOptions) {
        return ", \"Mounts\": [{\"Type\": \"bind\", \"Source\": \"" + top + "\", \"Target\": \"/m\", \"ReadOnly\": "
                + readOnly + ", \"BindOptions\": {" + bindOptions + "}}]";
    }

    @Test
    void aReadOnlyBindIsReadOnlyInTheMountsBelowItToo() {
        assertThat(victim.run(TOUCH, "", Victim.binds(top + ":/m")).out()).isEqualTo("top\nsub\n");
        assertThat(victim.run(TOUCH, "", Victim.binds(top + ":/m:ro")).out()).isEmpty();
        assertThat(victim.run(TOUCH, "", mounted("true", "")).out()).isEmpty();
        assertThat(victim.run(TOUCH, "", mounted("true", "\"ReadOnlyForceRecursive\": true"))
                        .out())
                .isEmpty();
    }

    @Test
    void theMountsBelowStayWritableWhereThatWasAskedFor() {
        assertThat(victim.run(TOUCH, "", mounted("true", "\"ReadOnlyNonRecursive\": true"))
                        .out())
                .isEqualTo("sub\n");
    }

    @Test
    void aMountThatTheHostHasReadOnlyStaysSo() {
        Mounts.mount("none", top.toString(), "none", Mounts.MS_REMOUNT | Mounts.MS_BIND | Mounts.MS_RDONLY, "");
        assertThat(victim.run(TOUCH, "", Victim.binds(top + ":/m")).out()).isEqualTo("sub\n");
    }

    @ParameterizedTest
    @CsvSource({
        "false, NonRecursive, !ReadOnly && BindOptions.ReadOnlyNonRecursive",
        "false, ForceRecursive, !ReadOnly && BindOptions.ReadOnlyForceRecursive",
        "true, NonRecursive+ForceRecursive, ReadOnlyNonRecursive && BindOptions.ReadOnlyForceRecursive"
    })
    void optionsThatContradictEachOtherAreRefusedAtStart(String readOnly, String options, String conflict) {
        var given = "\"ReadOnly" + options.replace("+", "\": true, \"ReadOnly") + "\": true";
        var outcome = victim.run("echo ran", "", mounted(readOnly, given));
        assertThat(outcome.failure()).isEqualTo("mount options conflict: " + conflict);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared", "rshared", "slave", "rslave"})
    void aPropagationThatTheSourceDoesNotHaveIsRefused(String asked) {
        String why = "path " + top + "/inside is mounted on " + top + " but it is not a shared "
                + (asked.endsWith("shared") ? "mount" : "or slave mount");
        var source = top.resolve("inside");
        assertThat(victim.run("echo ran", "", Victim.binds(source + ":/m:" + asked))
                        .failure())
                .isEqualTo(why);
        var option = mounted("false", "\"Propagation\": \"" + asked + "\"").replace(top.toString(), source.toString());
        assertThat(victim.run("echo ran", "", option).failure()).isEqualTo(why);
    }

    @Test
    void aSharedBindShowsTheHostWhatTheContainerMounts() {
        propagation(Mounts.MS_SHARED);
        for (String asked : new String[] {"rslave", "rprivate", "rshared"}) {
            var outcome = victim.run(
                    "mount -t tmpfs t /m/inside && echo mounted; sleep 100 & sleep 0",
                    "",
                    MAY_MOUNT + Victim.binds(top + ":/m:" + asked));
            assertThat(outcome.out()).as(asked + outcome.failure()).isEqualTo("mounted\n");
            assertThat(targets()).as(asked).matches(all -> all.contains("/top/inside") == asked.equals("rshared"));
        }
        Mounts.umount2(top.resolve("inside").toString(), Mounts.MNT_DETACH);
    }

    @Test
    void aSlaveBindShowsTheContainerWhatTheHostMounts() {
        propagation(Mounts.MS_SHARED);
        for (String asked : new String[] {"rslave", "rprivate", "rshared"}) {
            String container = victim.start("sleep 100", Victim.binds(top + ":/m:" + asked));
            Mounts.mount("late", top.resolve("inside").toString(), "tmpfs", 0, "");
            try {
                assertThat(victim.exec(container, "grep -c /m/inside /proc/self/mountinfo")
                                .out())
                        .as(asked)
                        .isEqualTo(asked.equals("rprivate") ? "0\n" : "1\n");
            } finally {
                Mounts.umount2(top.resolve("inside").toString(), Mounts.MNT_DETACH);
            }
        }
    }

    private static String targets() {
        return String.join(
                "\n", MountInfo.ofSelf().stream().map(MountInfo::target).toList());
    }
}
