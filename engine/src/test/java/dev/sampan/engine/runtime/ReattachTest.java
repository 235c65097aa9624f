package dev.sampan.engine.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.engine.process.Attachment;
import dev.sampan.engine.process.Live;
import dev.sampan.engine.process.LiveRecord;
import dev.sampan.engine.process.StreamType;
import dev.sampan.engine.process.Streams;
import dev.sampan.linux.syscall.Call;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.testkit.NeedsRoot;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The daemon that launched forgets everything it holds, as its death would make it; the next one has only the record. */
@NeedsRoot
@Timeout(60)
class ReattachTest {

    @TempDir
    Path directory;

    @BeforeAll
    static void warmUp(@TempDir Path elsewhere) throws Exception {
        new TestContainer(elsewhere).run(TestContainer.spec("true"));
    }

    @Test
    void outputInputAndExitCodeGoOn() throws Exception {
        var record = launchAndForget(true, "echo one; read x; echo got $x; exit 5");
        var streams = new Streams(false, true);
        var log = new TestContainer.Recorder();
        var live = Live.reattach(record).orElseThrow();
        live.connect(streams, log);
        var attachment =
                streams.attach(new Attachment.Wanted(true, false, false, Optional.empty()), (stream, chunk) -> {});
        attachment.write(ByteBuffer.wrap("two\n".getBytes(UTF_8)));
        assertThat(live.exited().get().code()).isEqualTo(5);
        assertThat(log.text(StreamType.STDOUT)).isEqualTo("one\ngot two\n");
        attachment.close();
    }

    @Test
    void theEndOfInputReachesTheContainer() throws Exception {
        var record = launchAndForget(true, "cat; echo end");
        var streams = new Streams(false, true);
        var log = new TestContainer.Recorder();
        var live = Live.reattach(record).orElseThrow();
        live.connect(streams, log);
        streams.attach(new Attachment.Wanted(true, false, false, Optional.empty()), (stream, chunk) -> {})
                .endInput();
        live.exited().get();
        assertThat(log.text(StreamType.STDOUT)).isEqualTo("end\n");
    }

    @Test
    void oneThatEndedMeanwhileStillTellsItsExitCode() throws Exception {
        var record = launchAndForget(false, "exit 6");
        while (record.supervisor().alive()) {
            Thread.sleep(5);
        }
        var live = Live.reattach(record).orElseThrow();
        live.connect(new Streams(false, false), new TestContainer.Recorder());
        assertThat(live.exited().get().code()).isEqualTo(6);
    }

    @Test
    void whatWasWrittenLastWaitsForTheNextDaemon() throws Exception {
        var record = launchAndForget(false, "echo last words; echo of both >&2; exit 4");
        while (record.process().alive()) {
            Thread.sleep(5);
        }
        Thread.sleep(200);
        var log = new TestContainer.Recorder();
        var live = Live.reattach(record).orElseThrow();
        live.connect(new Streams(false, false), log);
        assertThat(live.exited().get().code()).isEqualTo(4);
        assertThat(log.text(StreamType.STDOUT)).isEqualTo("last words\n");
        assertThat(log.text(StreamType.STDERR)).isEqualTo("of both\n");
    }

    /** Found by its pid, and gone before the {@code n}-th of its descriptors is taken. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void oneThatEndsWhileItIsTakenUpTellsItsExitCodeToo(int n) throws Exception {
        var record = launchAndForget(false, "exec sleep 1000");
        var live = takenUpWhile(record, n, () -> ended(record.process(), record.supervisor()));
        live.connect(new Streams(false, false), new TestContainer.Recorder());
        assertThat(live.exited().get().code()).isEqualTo(137);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void oneWhoseSupervisorIsKilledWhileItIsTakenUpGoesOn(int n) throws Exception {
        var record = launchAndForget(false, "exec sleep 1000");
        var live = takenUpWhile(record, n, () -> ended(record.supervisor(), record.supervisor()));
        live.connect(new Streams(false, false), new TestContainer.Recorder());
        assertThat(record.process().alive()).isTrue();
        assertThat(live.signal(9)).isTrue();
        assertThat(live.exited().get().code()).isEqualTo(255);
    }

    /** Before Linux 6.9 the kernel answers so while a process is on its way out. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void oneWithoutDescriptorsIsAtItsEnd(int n) throws Exception {
        var record = launchAndForget(false, "exec sleep 1000");
        var live = takenUpWhile(record, n, () -> {
            ended(record.process(), record.supervisor());
            throw new ErrnoException("pidfd_getfd", "", Errno.EBADF.number());
        });
        live.connect(new Streams(false, false), new TestContainer.Recorder());
        assertThat(live.exited().get().code()).isEqualTo(137);
    }

    private static Live takenUpWhile(LiveRecord record, int n, Runnable meanwhile) {
        var calls = new AtomicInteger();
        Call.before(name -> {
            if (name.equals("pidfd_getfd") && calls.incrementAndGet() == n) {
                meanwhile.run();
            }
        });
        try {
            var live = Live.reattach(record).orElseThrow();
            assertThat(calls.get()).isGreaterThanOrEqualTo(n);
            return live;
        } finally {
            Call.before(name -> {});
        }
    }

    private static void ended(LiveRecord.Id killed, LiveRecord.Id gone) {
        ProcessHandle.of(killed.pid()).orElseThrow().destroyForcibly();
        while (gone.alive()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void nobodyKnowsOneWithoutProcessAndRecord() throws Exception {
        var record = launchAndForget(false, "true");
        while (record.supervisor().alive()) {
            Thread.sleep(5);
        }
        Files.delete(record.exitRecord());
        assertThat(Live.reattach(record)).isEmpty();
    }

    @Test
    void aReusedPidIsNotTaken() {
        var self = LiveRecord.Id.of((int) ProcessHandle.current().pid());
        var other = new LiveRecord.Id(self.pid(), self.startTime() + 1);
        assertThat(self.alive()).isTrue();
        assertThat(other.alive()).isFalse();
    }

    private LiveRecord launchAndForget(boolean stdin, String command) throws Exception {
        var base = new TestContainer(directory).request(TestContainer.spec("sh", "-c", command));
        var live = new Runtime()
                .launch(new LaunchRequest(
                        base.id(),
                        base.spec(),
                        base.rootfs(),
                        base.cgroup(),
                        LaunchRequest.GROUPS_MADE,
                        base.seccomp(),
                        stdin,
                        false,
                        NetworkHook.NONE,
                        base.stateDirectory()));
        live.close();
        return live.record();
    }
}
