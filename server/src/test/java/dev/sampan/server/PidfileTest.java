package dev.sampan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidfileTest {

    @TempDir
    Path directory;

    private Process other;

    @AfterEach
    void endTheOther() throws InterruptedException {
        if (other != null) {
            other.destroyForcibly().waitFor();
        }
    }

    private Path naming(long pid) throws IOException {
        return Files.writeString(directory.resolve("pid"), pid + "\n");
    }

    private void start(String... command) throws IOException {
        other = new ProcessBuilder(command).start();
    }

    @Test
    void namesThisProcessUntilItIsClosed() throws IOException {
        Path path = directory.resolve("below/pid");
        try (var pidfile = Pidfile.write(path)) {
            assertThat(pidfile.path())
                    .hasContent(String.valueOf(ProcessHandle.current().pid()));
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void aProcessThatWroteItAndRunsIsNotReplaced() throws IOException {
        start("sleep", "60");
        Path path = naming(other.pid());
        assertThatThrownBy(() -> Pidfile.write(path))
                .hasMessage("process with PID " + other.pid() + " is still running, or delete " + path);
        assertThat(path).hasContent(String.valueOf(other.pid()));
    }

    @Test
    void aSecondOneIsRefusedWhateverTheClockSays() throws IOException {
        Path path = directory.resolve("pid");
        try (var first = Pidfile.write(path)) {
            Files.setLastModifiedTime(path, FileTime.from(Instant.EPOCH));
            assertThatThrownBy(() -> Pidfile.write(path)).hasMessageContaining("is still running");
            assertThat(first.path()).exists();
        }
    }

    @Test
    void aZombieIsNoDaemon() throws IOException {
        start("sh", "-c", "sleep 0 & echo $!; exec sleep 60");
        String zombie = other.inputReader().readLine();
        while (!Files.readString(Path.of("/proc", zombie, "stat")).contains(") Z ")) {
            Thread.onSpinWait();
        }
        try (var pidfile = Pidfile.write(naming(Long.parseLong(zombie)))) {
            assertThat(pidfile.path())
                    .hasContent(String.valueOf(ProcessHandle.current().pid()));
        }
    }

    @Test
    void aProgramThatGotThePidLaterIsNoDaemon() throws IOException {
        start("sleep", "60");
        Path path = naming(other.pid());
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().minusSeconds(3600)));
        try (var pidfile = Pidfile.write(path)) {
            assertThat(pidfile.path())
                    .hasContent(String.valueOf(ProcessHandle.current().pid()));
        }
    }

    @Test
    void garbageIsNoDaemon() throws IOException {
        Path path = Files.writeString(directory.resolve("pid"), "99999999999999999999999999 or so");
        try (var pidfile = Pidfile.write(path)) {
            assertThat(pidfile.path())
                    .hasContent(String.valueOf(ProcessHandle.current().pid()));
        }
    }
}
