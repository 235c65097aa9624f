package dev.sampan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.engine.process.Attachment;
import dev.sampan.engine.process.OutputSink;
import dev.sampan.engine.process.StreamType;
import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients on a container's streams while it ends, is killed, restarted or removed. */
@NeedsRoot
@Timeout(60)
class ClientsAtTheEndTest {

    private static final Attachment.Wanted ALL = new Attachment.Wanted(true, true, true, Optional.empty());

    @RegisterExtension
    static final TestEngine engine = new TestEngine("clients");

    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void close() {
        release.countDown();
    }

    private String create(String command, String host) {
        String json = """
                {"Image": "busybox", "OpenStdin": true, "StdinOnce": true, "Cmd": ["sh", "-c", "%s"],
                 "HostConfig": {"NetworkMode": "none"%s}}""".formatted(command, host);
        return engine.create(json);
    }

    private Attachment attach(String id, OutputSink client) {
        return engine.containers().output(id).streams().attach(ALL, client);
    }

    private String status(String id) {
        return engine.state(id).status();
    }

    /** A client that does not read before {@link #release}. */
    private final class Stuck implements OutputSink {
        private volatile boolean closed;

        @Override
        public void write(StreamType stream, ByteBuffer chunk) throws IOException {
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void aClientThatDoesNotReadKeepsNoDeadContainerRunning() throws Exception {
        String id = create("yes | head -c 20000000; sleep 1000", "");
        attach(id, new Stuck());
        engine.containers().start(id);
        Thread.sleep(500); // its pipe, and what is kept for the client, are full by then
        long began = System.nanoTime();
        engine.containers().kill(id, "");
        assertThat(status(id)).isEqualTo("exited");
        engine.containers().remove(id, true, false, false);
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)).isLessThan(1000);
    }

    @Test
    void inputThatIsNotReadKeepsNoRestartWaiting() throws Exception {
        String id = create("sleep 1000", "");
        for (int i = 0; i < 3; i++) {
            Attachment attachment = attach(id, new Stuck());
            if (i == 0) {
                engine.containers().start(id);
            }
            Thread.ofVirtual().start(() -> attachment.write(ByteBuffer.wrap(new byte[1 << 20])));
            engine.containers().restart(id, OptionalInt.of(0), "");
            assertThat(attachment.ended().get(5, TimeUnit.SECONDS)).isEqualTo(Attachment.End.OUTPUT);
            assertThat(status(id)).isEqualTo("running");
        }
        engine.containers().kill(id, "");
    }

    @Test
    void waitIsAnsweredWhenTheClientHasTheLastOutput() throws Exception {
        String id = create("echo last", "");
        var slow = new Stuck();
        attach(id, slow);
        var end = engine.containers().await(id, "next-exit").thenApply(_ -> slow.closed);
        engine.containers().start(id);
        engine.containers().stopped(id).get(10, TimeUnit.SECONDS);
        release.countDown();
        assertThat(end.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void waitIsAnsweredThoughAClientDoesNotRead() throws Exception {
        String id = create("echo last; exit 3", ", \"AutoRemove\": true");
        attach(id, new Stuck());
        var end = engine.containers().await(id, "removed");
        engine.containers().start(id);
        assertThat(end.get(5, TimeUnit.SECONDS).exitCode()).isEqualTo(3);
    }

    @Test
    void waitReturnsAtTheFirstExitOfAContainerThatRestarts() throws Exception {
        String id = create("exit 4", ", \"RestartPolicy\": {\"Name\": \"always\"}");
        engine.containers().start(id);
        for (String condition : new String[] {"", "not-running"}) {
            assertThat(engine.containers()
                            .await(id, condition)
                            .get(10, TimeUnit.SECONDS)
                            .exitCode())
                    .isEqualTo(4);
        }
        engine.containers().remove(id, true, false, false);
    }

    @Test
    void whoAttachesToAContainerThatIsGoneMeanwhileGetsItsEnd() throws Exception {
        String id = create("true", "");
        var output = engine.containers().output(id);
        engine.containers().remove(id, false, false, false);
        var late = output.streams().attach(ALL, new Stuck());
        assertThat(late.ended().get(5, TimeUnit.SECONDS)).isEqualTo(Attachment.End.OUTPUT);
    }
}
