package dev.sampan.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that says which process is the daemon. */
record Pidfile(Path path) implements AutoCloseable {
    static Pidfile write(Path path) throws IOException {
        if (Files.exists(path)) {
            String old = Files.readString(path).strip();
            boolean ours = old.equals(String.valueOf(ProcessHandle.current().pid()));
            if (!ours && old.matches("[0-9]{1,9}") && Files.exists(Path.of("/proc", old))) {
                throw new IOException("process with PID " + old + " is still running, or delete " + path);
            }
        }
        Files.createDirectories(path.toAbsolutePath().getParent());
        Files.writeString(path, String.valueOf(ProcessHandle.current().pid()));
        return new Pidfile(path);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException("delete " + path, e);
        }
    }
}
