package dev.sampan.engine.process;

import dev.sampan.linux.syscall.Fd;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A process in a container: alive, or ended but not forgotten yet. Its end is seen through its supervisor's. */
public interface Live extends AutoCloseable {

    /** On the host. */
    int pid();

    /** For the state file: {@link #reattach} needs nothing else. */
    LiveRecord record();

    /**
     * Sends output to the log and the clients of {@code streams}, and their input to the process. Once, and always.
     *
     * @param recorded is told of the end when all output is read and before the clients are closed: who asks after the end of the
     *     stream then finds the exit code
     */
    void connect(Streams streams, OutputSink log, Consumer<ExitStatus> recorded);

    default void connect(Streams streams, OutputSink log) {
        connect(streams, log, status -> {});
    }

    /**
     * Completes when the process has ended, its exit record is written, and all output has reached the log and every client; the
     * clients' sinks are closed then. Only after {@link #connect}.
     */
    CompletableFuture<ExitStatus> exited();

    /** @return false when it has ended already */
    boolean signal(int signal);

    /** Of its terminal, in characters; ignored without one. */
    void resize(int height, int width);

    /**
     * Ends the process and forgets it, when what belongs to it could not be made or written: nobody would ever learn of it. Waits for
     * its end, but not for ever.
     */
    void destroy();

    /** Forgets the process and closes the descriptors; it goes on. */
    @Override
    void close();

    /**
     * A process that this daemon has just launched.
     *
     * @param control the supervisor's eventfd
     * @param supervisorEnded completes when the exit record can be read, or there will be none
     */
    static Live launched(LiveRecord record, Stdio stdio, Fd control, CompletableFuture<Void> supervisorEnded) {
        return Supervised.launched(record, stdio, control, supervisorEnded);
    }

    /**
     * Finds the process of an earlier daemon again and its streams through the supervisor.
     *
     * @return one that has ended meanwhile too: its {@link #exited} completes with what the supervisor wrote down. Also one whose
     *     supervisor was killed. Empty when neither process nor exit record is there, so that nobody knows how it ended
     */
    static Optional<Live> reattach(LiveRecord record) {
        return Supervised.reattach(record);
    }
}
