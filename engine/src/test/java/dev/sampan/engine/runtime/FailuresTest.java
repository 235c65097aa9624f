package dev.sampan.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.oci.Mount;
import dev.sampan.engine.oci.Process;
import dev.sampan.engine.oci.RuntimeSpec;
import dev.sampan.linux.syscall.Call;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is wrong is named, in the words that Docker's users look for. */
@NeedsRoot
@Timeout(60)
class FailuresTest {

    @TempDir
    Path directory;

    private TestContainer container;

    @BeforeAll
    static void warmUp(@TempDir Path elsewhere) throws Exception {
        new TestContainer(elsewhere).run(TestContainer.spec("true"));
    }

    @BeforeEach
    void prepare() throws IOException {
        container = new TestContainer(directory);
    }

    /** What the daemon wanted to take of it is not what went wrong; before Linux 6.9 the kernel's answer is EBADF then. */
    @ParameterizedTest
    @EnumSource(names = {"ESRCH", "EBADF"})
    void oneThatEndsBeforeItsTerminalIsTakenSaysWhereItEnded(Errno answer) {
        Call.before(name -> {
            if (name.equals("pidfd_getfd")) {
                ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
                throw new ErrnoException(name, "", answer.number());
            }
        });
        try {
            var process = TestContainer.spec("true").process().terminal(true, new Process.ConsoleSize(0, 0));
            assertThatThrownBy(() -> container.run(TestContainer.spec().process(process)))
                    .isInstanceOf(LaunchFailure.class)
                    .hasMessageMatching("the launched process was killed (in|after) \\w+\\(.*\\) \\(step .*\\)");
        } finally {
            Call.before(name -> {});
        }
    }

    /** Its child waits at a gate, and would wait there for as long as somebody waits for it. */
    @Test
    @Timeout(30)
    void oneWhoseSupervisorIsKilledFailsAtOnce() {
        Call.before(name -> {
            if (name.equals("pidfd_getfd")) {
                ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
                throw new ErrnoException(name, "", Errno.ESRCH.number());
            }
        });
        try {
            var process = TestContainer.spec("true").process().terminal(true, new Process.ConsoleSize(0, 0));
            assertThatThrownBy(() -> container.run(TestContainer.spec().process(process)))
                    .isInstanceOf(LaunchFailure.class)
                    .hasMessageMatching("the launched process was killed (in|after) \\w+\\(.*\\) \\(step .*\\)");
        } finally {
            Call.before(name -> {});
        }
    }

    @Test
    void aFileOntoADirectoryIsNotBlamedOnPropagation() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x");
        mismatch(Mount.bind(file.toString(), "/etc"));
    }

    @Test
    void aDirectoryOntoAFileIsAskedAbout() throws IOException {
        Path source = Files.createDirectory(directory.resolve("source"));
        mismatch(Mount.bind(source.toString(), "/etc/passwd"));
        mismatch(Mount.bind(source.toString(), "/etc/passwd/below"));
    }

    @Test
    void aSysctlThatTheKernelRefusesIsNamed() {
        RuntimeSpec spec = TestContainer.spec("true");
        var refused = Map.of("net.core.somaxconn", "128", "net.ipv4.tcp_keepalive_time", "no-number");
        assertThatThrownBy(() -> container.run(spec.linux(spec.linux().sysctl(refused))))
                .isInstanceOf(LaunchFailure.class)
                .hasMessageStartingWith("write sysctl key net.ipv4.tcp_keepalive_time: ")
                .hasMessageEndingWith(": invalid argument");
    }

    private void mismatch(Mount mount) {
        RuntimeSpec spec = TestContainer.spec("true");
        var mounts = Stream.concat(TestContainer.mounts().stream(), Stream.of(mount));
        assertThatThrownBy(() -> container.run(spec.mounts(mounts.toList())))
                .isInstanceOfSatisfying(
                        LaunchFailure.class, f -> assertThat(f.exitCode()).isEqualTo(127))
                .message()
                .doesNotContain("propagation")
                .endsWith(": not a directory: Are you trying to mount a directory onto a file (or vice-versa)?"
                        + " Check if the specified host path exists and is the expected type");
    }
}
