package dev.sampan.linux.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.linux.syscall.Files;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExitRecordTest {

    @TempDir
    Path directory;

    /** What a full disk would otherwise refuse at the end: a killed container then had the exit code 255. */
    @Test
    void itsPlaceIsTakenBeforeTheStartAndSaysNothing() throws IOException {
        Path file = directory.resolve("exit");
        try (var fd = Files.openat(Files.AT_FDCWD, file.toString(), Files.O_CREAT | Files.O_RDWR, 0600)) {
            ExitRecord.reserve(fd.number());
        }
        byte[] content = java.nio.file.Files.readAllBytes(file);
        assertThat(content).hasSize(ExitRecord.SIZE);
        assertThat(ExitRecord.parse(content)).isEmpty();
    }
}
