package dev.sampan.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;

/** The file that says which process is the daemon; locked as long as that is true. */
record Pidfile(Path path, FileChannel file) implements AutoCloseable {

    /** The start of a process is told in whole seconds since a boot that is told in whole seconds, too. */
    private static final Duration ROUNDING = Duration.ofSeconds(2);

    /**
     * A file that a daemon left behind when it was killed is written again: the pid in it may be nobody's, a zombie's, or that of a
     * program which started after the file was written.
     *
     * @throws IOException when the daemon that it names still runs, also one that is not ours
     */
    static Pidfile write(Path path) throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            String old = read(file);
            if (!locked(file) || isDaemon(old, Files.getLastModifiedTime(path).toInstant())) {
                throw new IOException("process with PID " + old + " is still running, or delete " + path);
            }
            file.truncate(0);
            String pid = String.valueOf(ProcessHandle.current().pid());
            file.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
            return new Pidfile(path, file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static String read(FileChannel file) throws IOException {
        var bytes = ByteBuffer.allocate(20);
        file.read(bytes, 0);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
    }

    private static boolean locked(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException byThisProcess) {
            return false;
        }
    }

    private static boolean isDaemon(String pid, Instant written) {
        if (!pid.matches("[0-9]{1,9}")
                || Long.parseLong(pid) == ProcessHandle.current().pid()) {
            return false;
        }
        return ProcessHandle.of(Long.parseLong(pid))
                .filter(process -> !isZombie(process.pid()))
                .flatMap(process -> process.info().startInstant())
                .filter(started -> !started.isAfter(written.plus(ROUNDING)))
                .isPresent();
    }

    /** proc_pid_stat(5): the state follows the name, which ends with the last parenthesis. */
    private static boolean isZombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            return "ZX".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) >= 0;
        } catch (IOException gone) {
            return true;
        }
    }

    @Override
    public void close() {
        try (file) {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException("delete " + path, e);
        }
    }
}
