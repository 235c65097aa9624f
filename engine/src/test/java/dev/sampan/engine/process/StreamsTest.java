package dev.sampan.engine.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.linux.loop.Loop;
import dev.sampan.linux.syscall.Content;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Pipes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pipes of our own stand for a process's. */
@Timeout(20)
class StreamsTest {

    private final Pipes.Pipe stdin = Pipes.pipe2(Files.O_NONBLOCK);
    private final Pipes.Pipe stdout = Pipes.pipe2(Files.O_NONBLOCK);
    private final Pipes.Pipe stderr = Pipes.pipe2(Files.O_NONBLOCK);
    private final Streams streams = new Streams(false, true);
    private final Recorder log = new Recorder();

    @AfterEach
    void closePipes() {
        stdin.close();
        stdout.close();
        stderr.close();
    }

    @Test
    void aClientThatCameBeforeTheProcessGetsEverything() {
        var client = new Recorder();
        var attachment = streams.attach(Attachment.Wanted.OUTPUT, client);
        connect();
        print("one");
        end();
        streams.finish();
        assertThat(attachment.ended().join()).isEqualTo(Attachment.End.OUTPUT);
        assertThat(client.text()).isEqualTo("one");
        assertThat(client.closed).isTrue();
        assertThat(log.text()).isEqualTo("one");
    }

    @Test
    void onlyTheWantedStreamsAreDelivered() {
        var client = new Recorder();
        streams.attach(new Attachment.Wanted(false, false, true, Optional.empty()), client);
        connect();
        print("out");
        Content.write(stderr.writer().number(), "err".getBytes(UTF_8));
        end();
        streams.finish();
        assertThat(log.text()).contains("out", "err");
        await(client);
        assertThat(client.text()).isEqualTo("err");
    }

    @Test
    void aStuckClientNeverLosesTheLogNorTheOtherClientsBytesOfBefore() throws Exception {
        var release = new CountDownLatch(1);
        var stuck = streams.attach(Attachment.Wanted.OUTPUT, (stream, chunk) -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        connect();
        byte[] block = "x".repeat(4096).getBytes(UTF_8);
        int sent = fill(block, Outbox.LIMIT / 2);
        while (log.size() < sent) {
            Thread.sleep(5);
        }
        assertThat(stuck.ended()).isNotDone();
        release.countDown();
        end();
        streams.finish();
        assertThat(log.size()).isEqualTo(sent);
    }

    @Test
    void aLogThatFailsOnceDoesNotLeaveTheProcessUnread() throws Exception {
        var failed = new CountDownLatch(1);
        var rest = new Recorder();
        OutputSink failing = new OutputSink() {
            @Override
            public void write(StreamType stream, ByteBuffer chunk) {
                if (failed.getCount() > 0) {
                    failed.countDown();
                    throw new StackOverflowError("once");
                }
                rest.write(stream, chunk);
            }

            @Override
            public void close() {
                rest.close();
            }
        };
        connect(failing);
        print("lost");
        assertThat(failed.await(10, TimeUnit.SECONDS)).isTrue();
        print("kept");
        end();
        streams.finish();
        assertThat(rest.text()).isEqualTo("kept");
    }

    @Test
    void aFullClientHoldsTheProcessUntilItGoesAway() throws Exception {
        var never = new CountDownLatch(1);
        var stuck = streams.attach(Attachment.Wanted.OUTPUT, (stream, chunk) -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        connect();
        byte[] block = "x".repeat(4096).getBytes(UTF_8);
        assertThatThrownBy(() -> fill(block, 4 * Outbox.LIMIT)).hasMessageContaining("stuck");
        stuck.close();
        int more = fill(block, Outbox.LIMIT);
        assertThat(more).isEqualTo(Outbox.LIMIT);
        never.countDown();
        end();
        streams.finish();
    }

    @Test
    void inputIsPassedAndItsEndIsSeen() {
        connect();
        var attachment = streams.attach(new Attachment.Wanted(true, false, false, Optional.empty()), new Recorder());
        assertThat(attachment.write(ByteBuffer.wrap("typed".getBytes(UTF_8)))).isTrue();
        assertThat(new String(Content.read(stdin.reader().number(), 100), UTF_8))
                .isEqualTo("typed");
        attachment.endInput();
        assertThat(Content.read(stdin.reader().number(), 100)).isEmpty();
        end();
        streams.finish();
    }

    @Test
    void inputWaitsForTheProcess() throws Exception {
        var attachment = streams.attach(new Attachment.Wanted(true, false, false, Optional.empty()), new Recorder());
        var writer = Thread.ofVirtual().start(() -> {
            attachment.write(ByteBuffer.wrap("early".getBytes(UTF_8)));
            attachment.endInput();
        });
        assertThat(writer.join(java.time.Duration.ofMillis(50))).isFalse();
        connect();
        writer.join();
        assertThat(new String(Content.read(stdin.reader().number(), 100), UTF_8))
                .isEqualTo("early");
        end();
        streams.finish();
    }

    @Test
    void aClientThatGivesUpIsReleased() throws Exception {
        var attachment = streams.attach(new Attachment.Wanted(true, false, false, Optional.empty()), new Recorder());
        var writer = Thread.ofVirtual().start(() -> attachment.write(ByteBuffer.wrap("x".getBytes(UTF_8))));
        attachment.close();
        assertThat(writer.join(java.time.Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void inputThatAProcessDoesNotReadKeepsNeitherItsEndNorTheNextOneWaiting() throws Exception {
        connect();
        var attachment = streams.attach(new Attachment.Wanted(true, true, true, Optional.empty()), new Recorder());
        var typist = Thread.ofVirtual().start(() -> {
            // More than the pipe takes, and once more after the end: a client does not know of it.
            attachment.write(ByteBuffer.wrap(new byte[1 << 20]));
            attachment.write(ByteBuffer.wrap(new byte[1]));
        });
        end();
        assertThat(Thread.ofVirtual().start(streams::finish).join(Duration.ofSeconds(3)))
                .as("the end is over")
                .isTrue();
        assertThat(typist.join(Duration.ofSeconds(3))).as("the typist is free").isTrue();
        assertThat(Thread.ofVirtual().start(streams::disconnect).join(Duration.ofSeconds(3)))
                .as("a second end is over")
                .isTrue();
    }

    @Test
    void aClientThatLeavesIsFreeThoughItsProcessDoesNotRead() throws Exception {
        connect();
        var attachment = streams.attach(new Attachment.Wanted(true, true, true, Optional.empty()), new Recorder());
        var typist = Thread.ofVirtual().start(() -> attachment.write(ByteBuffer.wrap(new byte[1 << 20])));
        assertThat(typist.join(Duration.ofMillis(100))).isFalse();
        attachment.close();
        assertThat(typist.join(Duration.ofSeconds(3))).isTrue();
        end();
        streams.finish();
    }

    @Test
    void theEndOfInputFromOneClientFreesAnotherThatWrites() throws Exception {
        connect();
        var wanted = new Attachment.Wanted(true, true, true, Optional.empty());
        var writing = streams.attach(wanted, new Recorder());
        var typist = Thread.ofVirtual().start(() -> writing.write(ByteBuffer.wrap(new byte[1 << 20])));
        assertThat(typist.join(Duration.ofMillis(100))).isFalse();
        streams.attach(wanted, new Recorder()).endInput();
        assertThat(typist.join(Duration.ofSeconds(3))).isTrue();
        assertThat(stdin.writer().isOpen()).isFalse();
        end();
        streams.finish();
    }

    @Test
    void aClientThatDoesNotReadHoldsUpNobodyOnceTheProcessHasEnded() throws Exception {
        var release = new CountDownLatch(1);
        var got = new Recorder();
        streams.attach(Attachment.Wanted.OUTPUT, (stream, chunk) -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            got.write(stream, chunk);
        });
        connect();
        byte[] block = "x".repeat(4096).getBytes(UTF_8);
        assertThatThrownBy(() -> fill(block, 4 * Outbox.LIMIT)).hasMessageContaining("stuck");
        int more = log.size();
        end();
        assertThat(Thread.ofVirtual().start(streams::drain).join(Duration.ofSeconds(1)))
                .as("the output is in the log")
                .isTrue();
        assertThat(log.size()).isGreaterThan(more);
        assertThat(log.closed).isTrue();
        var finish = Thread.ofVirtual().start(streams::finish);
        release.countDown();
        finish.join();
        assertThat(got.size()).isEqualTo(log.size());
    }

    @Test
    void whoComesAfterTheEndGetsItsEnd() throws Exception {
        connect();
        end();
        streams.finish();
        var late = streams.attach(new Attachment.Wanted(true, true, true, Optional.empty()), new Recorder());
        assertThat(late.ended().get(3, TimeUnit.SECONDS)).isEqualTo(Attachment.End.OUTPUT);
        assertThat(late.write(ByteBuffer.wrap(new byte[1]))).isFalse();
    }

    @Test
    void aWriterWithoutEndDoesNotKeepThoseWhoLeaveIt() throws Exception {
        connect();
        var writing = new java.util.concurrent.atomic.AtomicBoolean(true);
        var writer = Thread.ofPlatform().start(() -> {
            var direct = ByteBuffer.allocateDirect(65536);
            while (writing.get()) {
                Content.write(stdout.writer().number(), direct.clear());
            }
        });
        assertThat(Thread.ofVirtual().start(streams::disconnect).join(Duration.ofSeconds(5)))
                .isTrue();
        writing.set(false);
        writer.join();
    }

    @Test
    void aDescendantThatKeepsThePipeIsNotWaitedForLong() {
        connect();
        print("last words");
        long began = System.nanoTime();
        streams.finish();
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)).isBetween(1900L, 4000L);
        assertThat(log.text()).isEqualTo("last words");
        assertThat(log.closed).isTrue();
    }

    private void connect() {
        connect(log);
    }

    private void connect(OutputSink sink) {
        streams.connect(
                new Stdio.Pipes(Optional.of(stdin.writer()), stdout.reader(), stderr.reader()),
                sink,
                Loop.shared(),
                stdin.writer()::close);
    }

    private void print(String text) {
        Content.write(stdout.writer().number(), text.getBytes(UTF_8));
    }

    private int fill(byte[] block, int bytes) throws InterruptedException {
        int sent = 0;
        var direct = ByteBuffer.allocateDirect(block.length).put(block);
        for (int idle = 0; sent < bytes; ) {
            direct.clear();
            int count = Content.write(stdout.writer().number(), direct);
            if (count < 0) {
                if (++idle > 200) {
                    throw new IllegalStateException("stuck after " + sent);
                }
                Thread.sleep(5);
            } else {
                idle = 0;
                sent += count;
            }
        }
        return sent;
    }

    private void end() {
        stdout.writer().close();
        stderr.writer().close();
    }

    private static void await(Recorder recorder) {
        while (!recorder.closed) {
            Thread.onSpinWait();
        }
    }

    private static final class Recorder implements OutputSink {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        volatile boolean closed;

        @Override
        public synchronized void write(StreamType stream, ByteBuffer chunk) {
            byte[] copy = new byte[chunk.remaining()];
            chunk.get(copy);
            bytes.writeBytes(copy);
        }

        @Override
        public void close() {
            closed = true;
        }

        synchronized int size() {
            return bytes.size();
        }

        synchronized String text() {
            return bytes.toString(UTF_8);
        }
    }
}
