package dev.sampan.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.testkit.NeedsRoot;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@NeedsRoot
@Timeout(60)
class RuntimeTest {

    @TempDir
    Path directory;

    TestContainer container;

    /** What the first launch opens stays open for all: the loop and the interpreter's file. */
    @BeforeAll
    static void warmUp(@TempDir Path elsewhere) throws Exception {
        new TestContainer(elsewhere).run(TestContainer.spec("true"));
    }

    @BeforeEach
    void busybox() throws Exception {
        container = new TestContainer(directory);
    }

    @Test
    void runsACommandAndReportsItsOutputAndExitCode() throws Exception {
        var outcome = container.run(TestContainer.spec("sh", "-c", "echo out; echo err >&2; exit 7"));
        assertThat(outcome).isEqualTo(new TestContainer.Outcome(7, "out\n", "err\n"));
    }

    @org.junit.jupiter.api.RepeatedTest(5)
    void isProcessOneInNamespacesOfItsOwn() throws Exception {
        var outcome =
                container.run(TestContainer.spec("sh", "-c", "echo $$; hostname; ls /proc/self/fd; ls /sys/class/net"));
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualTo("1\ninside\n0\n1\n2\n3\nlo\n");
    }

    @Test
    void aMissingCommandIsNotFound() {
        assertThatThrownBy(() -> container.run(TestContainer.spec("nosuchcommand")))
                .isInstanceOfSatisfying(
                        LaunchFailure.class, f -> assertThat(f.exitCode()).isEqualTo(127))
                .hasMessage("exec: \"nosuchcommand\": executable file not found in $PATH");
        assertThatThrownBy(() -> container.run(TestContainer.spec("/no/such")))
                .isInstanceOfSatisfying(
                        LaunchFailure.class, f -> assertThat(f.exitCode()).isEqualTo(127))
                .hasMessage("exec: \"/no/such\": stat /no/such: no such file or directory");
    }

    @Test
    void whatCannotBeExecutedIsRefused() {
        assertThatThrownBy(() -> container.run(TestContainer.spec("/etc/passwd")))
                .isInstanceOfSatisfying(
                        LaunchFailure.class, f -> assertThat(f.exitCode()).isEqualTo(126))
                .hasMessage("exec: \"/etc/passwd\": permission denied");
        assertThatThrownBy(() -> container.run(TestContainer.spec("/etc")))
                .isInstanceOfSatisfying(
                        LaunchFailure.class, f -> assertThat(f.exitCode()).isEqualTo(126))
                .hasMessage("exec: \"/etc\": is a directory: permission denied");
    }
}
