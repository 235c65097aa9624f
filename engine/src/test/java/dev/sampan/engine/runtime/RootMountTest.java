package dev.sampan.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.archive.Pack;
import dev.sampan.engine.archive.Tree;
import dev.sampan.engine.error.EngineException.Conflict;
import dev.sampan.engine.process.Live;
import dev.sampan.engine.process.Streams;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Inodes;
import dev.sampan.linux.syscall.Names;
import dev.sampan.testkit.NeedsRoot;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@NeedsRoot
@Timeout(60)
class RootMountTest {

    @TempDir
    Path directory;

    private final Runtime runtime = new Runtime();
    private Live container;

    @BeforeAll
    static void warmUp(@TempDir Path elsewhere) throws Exception {
        new TestContainer(elsewhere).run(TestContainer.spec("true"));
    }

    /** It changes its first process's root directory, which is no way to hide a file or to show another. */
    @BeforeEach
    void runs() throws Exception {
        var made = new TestContainer(directory);
        container = runtime.launch(
                made.request(
                        TestContainer.spec(
                                "sh",
                                "-c",
                                "echo mine > /new; busybox mkfifo /pipe; mkdir -p /jail/bin; cp /bin/busybox /jail/bin; "
                                        + "exec busybox chroot /jail /bin/busybox sh -c 'echo > /ready; exec /bin/busybox sleep 1000'")));
        container.connect(new Streams(false, false), (stream, chunk) -> {});
        while (!java.nio.file.Files.exists(directory.resolve("upper/jail/ready"))) {
            Thread.onSpinWait();
        }
    }

    @AfterEach
    void kill() throws Exception {
        container.signal(9);
        container.exited().get();
    }

    @Test
    void isTheContainersOwnFileSystemAndNoSecondMountOfItsLayers() throws Exception {
        try (Fd tree = RootMount.of(container.record())) {
            assertThat(Inodes.fstat(tree.number()).device()).isEqualTo(deviceOfRoot());
            assertThat(Tree.stat(tree, "new")).isPresent();
            assertThat(Tree.stat(tree, "bin/busybox")).isPresent();
        }
    }

    private long deviceOfRoot() throws Exception {
        var state = java.nio.file.Files.createTempDirectory(directory, "exec");
        var log = new TestContainer.Recorder();
        var stat = runtime.exec(new ExecRequest(
                "execexecexec",
                container.record(),
                TestContainer.spec("stat", "-c", "%d", "/").process(),
                Optional.empty(),
                Optional.empty(),
                false,
                state));
        return Long.parseLong(TestContainer.await(stat, false, log).out().strip());
    }

    @Test
    void showsNothingThatIsMountedBelow() {
        try (Fd tree = RootMount.of(container.record());
                Fd proc = Tree.directory(tree, "proc")) {
            assertThat(Tree.names(proc)).isEmpty();
        }
    }

    @Test
    void cannotBeWritten() {
        try (Fd tree = RootMount.of(container.record())) {
            assertThatThrownBy(() -> Names.mkdirat(tree.number(), "x", 0700))
                    .isInstanceOfSatisfying(
                            ErrnoException.class,
                            e -> assertThat(e.is(Errno.EROFS)).isTrue());
        }
    }

    @Test
    void isPackedWithoutWaitingForAFifo() throws Exception {
        var packed = new ByteArrayOutputStream();
        try (Fd tree = RootMount.of(container.record())) {
            new Pack(packed).contents(tree);
        }
        assertThat(packed.toString(StandardCharsets.ISO_8859_1))
                .contains("pipe")
                .contains("mine\n");
    }

    @Test
    void aContainerThatHasEndedHasNone() throws Exception {
        container.signal(9);
        container.exited().get();

        assertThatThrownBy(() -> RootMount.of(container.record())).isInstanceOf(Conflict.class);
    }
}
