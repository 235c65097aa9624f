package dev.sampan.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.oci.Process;
import dev.sampan.engine.process.Live;
import dev.sampan.engine.process.Streams;
import dev.sampan.linux.syscall.Call;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.testkit.NeedsRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@NeedsRoot
@Timeout(60)
class ExecTest {

    @TempDir
    Path directory;

    private final Runtime runtime = new Runtime();
    private Live container;

    @BeforeAll
    static void warmUp(@TempDir Path elsewhere) throws Exception {
        new TestContainer(elsewhere).run(TestContainer.spec("true"));
    }

    @BeforeEach
    void sleeps() throws Exception {
        var made = new TestContainer(directory);
        container = runtime.launch(made.request(TestContainer.spec("sleep", "1000")));
        container.connect(new Streams(false, false), (stream, chunk) -> {});
    }

    @AfterEach
    void kill() throws Exception {
        container.signal(9);
        container.exited().get();
    }

    @Test
    void runsBesideTheFirstProcessInAllItsNamespaces() throws Exception {
        var outcome = exec(
                process("sh", "-c", "hostname; ps -o args | grep -c '^sleep 1000'; ls /sys/class/net; pwd; exit 3"));
        assertThat(outcome).isEqualTo(new TestContainer.Outcome(3, "inside\n1\nlo\n/\n", ""));
    }

    @Test
    void holdsNoDescriptorOfTheHost() throws Exception {
        assertThat(exec(process("ls", "/proc/self/fd")).out()).isEqualTo("0\n1\n2\n3\n");
    }

    @Test
    void aTerminalIsOneOfTheContainersDevpts() throws Exception {
        var process = process("sh", "-c", "tty; stty size").terminal(true, new Process.ConsoleSize(33, 77));
        assertThat(exec(process)).isEqualTo(new TestContainer.Outcome(0, "/dev/pts/0\r\n33 77\r\n", ""));
    }

    /** Its end takes the supervisor and the terminal with it: the daemon has the master before the program runs. */
    @Test
    void aTerminalOfAProgramThatEndsAtOnceIsTakenBefore() throws Exception {
        var process = process("true").terminal(true, new Process.ConsoleSize(0, 0));
        try (var threads = Executors.newFixedThreadPool(16)) {
            var execs = Stream.generate(() -> threads.submit(() -> exec(process)))
                    .limit(200)
                    .toList();
            for (var exec : execs) {
                assertThat(exec.get()).isEqualTo(new TestContainer.Outcome(0, "", ""));
            }
        }
    }

    /** As a conflict, and not as a failure of the system: it may end between a request and its start. */
    @Test
    void aContainerThatHasEndedHasNoFilesToRead() throws Exception {
        container.signal(9);
        container.exited().get();
        assertThatThrownBy(() -> ContainerFiles.read(container.record(), List.of("/etc/passwd")))
                .isInstanceOf(EngineException.Conflict.class)
                .hasMessage("the container is not running");
    }

    @Test
    void whatTheDaemonLacksIsNotTheContainersEnd() {
        Call.before(name -> {
            if (name.equals("pidfd_open")) {
                throw new ErrnoException(name, "", Errno.EMFILE.number());
            }
        });
        try {
            assertThatThrownBy(() -> exec(process("true")))
                    .isInstanceOf(LaunchFailure.class)
                    .hasMessageContaining("too many open files");
        } finally {
            Call.before(name -> {});
        }
    }

    @Test
    void aMissingDirectoryIsNotFound() {
        assertThatThrownBy(() -> exec(process("true").cwd("/no/such")))
                .isInstanceOfSatisfying(
                        LaunchFailure.class, f -> assertThat(f.exitCode()).isEqualTo(127))
                .hasMessage("chdir to cwd (\"/no/such\") set in config.json failed: no such file or directory");
    }

    @Test
    void aSignalIsReportedAsDockerDoes() throws Exception {
        assertThat(exec(process("sh", "-c", "kill -9 $$")).code()).isEqualTo(137);
    }

    private static Process process(String... args) {
        return TestContainer.spec(args).process();
    }

    private TestContainer.Outcome exec(Process process) throws Exception {
        var state = Files.createTempDirectory(directory, "exec");
        var live = runtime.exec(new ExecRequest(
                "execexecexec", container.record(), process, Optional.empty(), Optional.empty(), false, state));
        return TestContainer.await(live, process.terminal(), new TestContainer.Recorder());
    }
}
