package dev.sampan.engine.exec;

import dev.sampan.engine.error.Cause;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.error.Undo;
import dev.sampan.engine.oci.Capabilities;
import dev.sampan.engine.oci.Process;
import dev.sampan.engine.process.Attachment;
import dev.sampan.engine.process.ExitStatus;
import dev.sampan.engine.process.Live;
import dev.sampan.engine.process.LiveRecord;
import dev.sampan.engine.process.OutputSink;
import dev.sampan.engine.process.StreamType;
import dev.sampan.engine.process.Streams;
import dev.sampan.engine.runtime.ContainerFiles;
import dev.sampan.engine.runtime.ExecRequest;
import dev.sampan.engine.runtime.LaunchFailure;
import dev.sampan.engine.runtime.Runtime;
import dev.sampan.engine.security.Capability;
import dev.sampan.engine.security.UserSpec;
import dev.sampan.engine.store.Places;
import dev.sampan.engine.store.Records;
import dev.sampan.engine.store.StateFile;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The start of an instance: who it runs as, what it may, its process, its end. */
final class StartExec {

    private static final Logger LOG = System.getLogger(StartExec.class.getName());

    /** What Docker reports after the detach keys, and what clients look for. */
    private static final int DETACHED = 126;

    private static final String DETACHED_TEXT = "exec attach failed: error on attach stdin: read escape sequence\r\n";

    private static final String RECORD = "live.json";
    private static final Records<LiveRecord> RECORDS = new Records<>(LiveRecord.class, 1);

    private final Runtime runtime;
    private final Places places;

    StartExec(Runtime runtime, Places places) {
        this.runtime = runtime;
        this.places = places;
    }

    Attachment attached(Host host, Exec exec, OutputSink client) {
        var config = exec.config();
        var wanted = new Attachment.Wanted(
                config.attachStdin(), config.attachStdout(), config.attachStderr(), Optional.of(exec.keys()));
        var end = new AttachedEnd(exec, client);
        var attachment = exec.streams().attach(wanted, end);
        end.attachment = attachment;
        try {
            run(host, exec);
            return attachment;
        } catch (Throwable e) {
            end.failed = true;
            attachment.abandon();
            throw e;
        }
    }

    void detached(Host host, Exec exec) {
        run(host, exec);
    }

    private void run(Host host, Exec exec) {
        try (var undo = new Undo()) {
            launch(host, exec, undo);
            undo.commit();
        } catch (LaunchFailure e) {
            exec.failed(e.exitCode());
            throw e.invalidRequest() ? new InvalidRequest(e.execMessage(), e) : new SystemFailure(e.execMessage(), e);
        } catch (EngineException e) {
            exec.failed(LaunchFailure.OTHER);
            throw e;
        } catch (Throwable e) {
            // Whatever it is, an Error too: an instance that did not start says so, and nobody waits for it.
            exec.failed(LaunchFailure.OTHER);
            throw new SystemFailure(Cause.of(e), e);
        }
    }

    private void launch(Host host, Exec exec, Undo undo) {
        Path directory = directory(exec);
        undo.add("remove the directory of exec " + exec.id(), () -> delete(directory));
        Process process = process(host, exec);
        Live live = host.unfrozen(() -> runtime.exec(new ExecRequest(
                exec.id(),
                host.live(),
                process,
                host.cgroup(),
                host.seccomp(),
                exec.config().attachStdin(),
                directory)));
        undo.add("kill the process", live::destroy);
        exec.running(live);
        remember(live.record(), directory);
        Execs.tell(host, exec, "exec_start: " + String.join(" ", exec.config().cmd()));
        live.connect(exec.streams(), (stream, chunk) -> {}, status -> ended(host, exec, status, directory));
    }

    /** For {@link #restore}; a crash before this leaves a process that nobody reads, whose container still ends it. */
    private static void remember(LiveRecord record, Path directory) {
        try {
            RECORDS.write(directory.resolve(RECORD), record);
        } catch (IOException e) {
            throw new SystemFailure("write the record of an exec: " + Cause.of(e), e);
        }
    }

    /**
     * Takes up the processes that execs of an earlier daemon left running, as Docker does without their instances: their output is
     * read and dropped, so that they do not stop at a full pipe.
     */
    void restore() {
        try (var containers = Files.newDirectoryStream(places.processes())) {
            for (Path container : containers) {
                restore(container);
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.log(Level.ERROR, "execs of an earlier daemon: " + Cause.of(e), e);
        }
    }

    /** Its container may end at any moment and take everything with it: that is no fault of the others. */
    private static void restore(Path container) {
        try (var execs = Files.newDirectoryStream(container, "exec-*")) {
            for (Path directory : execs) {
                try {
                    restoreOne(directory);
                } catch (RuntimeException e) {
                    LOG.log(Level.WARNING, "exec of an earlier daemon, " + directory + ": " + e.getMessage(), e);
                }
            }
        } catch (IOException | DirectoryIteratorException gone) {
            LOG.log(Level.DEBUG, "execs of an earlier daemon in " + container, gone);
        }
    }

    private static void restoreOne(Path directory) {
        Path file = directory.resolve(RECORD);
        Optional<LiveRecord> record = RECORDS.read(file);
        if (record.isEmpty() && StateFile.isDamaged(file)) {
            return; // Its process may run, and its supervisor write here, until the container ends.
        }
        record.flatMap(Live::reattach)
                .ifPresentOrElse(
                        l -> l.connect(new Streams(false, false), (stream, chunk) -> {}, status -> delete(directory)),
                        () -> delete(directory));
    }

    private static void ended(Host host, Exec exec, ExitStatus status, Path directory) {
        exec.ended(status.code());
        try {
            host.tell("exec_die", Map.of("execID", exec.id(), "exitCode", Integer.toString(status.code())));
        } finally {
            delete(directory);
        }
    }

    private static Process process(Host host, Exec exec) {
        var config = exec.config();
        var user = user(host, config);
        var base = host.process();
        return new Process(
                config.tty(),
                exec.size().orElse(new Process.ConsoleSize(0, 0)),
                user.user(),
                config.cmd(),
                host.environment(config.tty(), config.env(), user.home()),
                config.workingDir().isEmpty() ? base.cwd() : config.workingDir(),
                config.privileged() ? Capabilities.of(Capability.names(Capability.available())) : base.capabilities(),
                base.rlimits(),
                base.noNewPrivileges(),
                base.apparmorProfile(),
                base.selinuxLabel(),
                base.oomScoreAdj());
    }

    /** Looked up in the container as it is now. */
    static UserSpec.Resolved user(Host host, ExecConfig config) {
        String spec = config.user().isEmpty() ? host.user() : config.user();
        List<byte[]> files = ContainerFiles.read(host.live(), List.of("/etc/passwd", "/etc/group"));
        return UserSpec.resolve(spec, files.get(0), files.get(1), host.groupAdd());
    }

    private Path directory(Exec exec) {
        try {
            return Files.createDirectories(places.process(exec.containerId()).resolve("exec-" + exec.id()));
        } catch (IOException e) {
            throw new SystemFailure("create the directory of exec " + exec.id() + ": " + Cause.of(e), e);
        }
    }

    private static void delete(Path directory) {
        try {
            Files.deleteIfExists(directory.resolve("exit"));
            Files.deleteIfExists(directory.resolve(RECORD));
            Files.deleteIfExists(directory);
        } catch (IOException gone) {
            // With its container's directory, at the latest.
            LOG.log(Level.DEBUG, "delete " + directory, gone);
        }
    }

    /** Passes output on; when the detach keys ended the attachment, the client is told and the instance counts as ended. */
    private static final class AttachedEnd implements OutputSink {
        private final Exec exec;
        private final OutputSink client;
        private volatile Attachment attachment;
        private volatile boolean failed;

        AttachedEnd(Exec exec, OutputSink client) {
            this.exec = exec;
            this.client = client;
        }

        @Override
        public void write(StreamType stream, ByteBuffer chunk) throws IOException {
            client.write(stream, chunk);
        }

        @Override
        public void close() {
            if (failed) {
                return;
            }
            if (attachment.reason() == Attachment.End.DETACHED) {
                exec.detached(DETACHED);
                try {
                    client.write(StreamType.STDOUT, ByteBuffer.wrap(DETACHED_TEXT.getBytes(StandardCharsets.UTF_8)));
                } catch (IOException gone) {
                    // Nobody is left to be told.
                }
            }
            client.close();
        }
    }
}
