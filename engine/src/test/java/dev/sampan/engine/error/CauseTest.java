package dev.sampan.engine.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CauseTest {

    @Test
    void namesTheFileOnceAndWhatIsWrongWithIt(@TempDir Path directory) throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        Path absent = directory.resolve("absent");
        assertThat(Cause.of(catchThrowable(() -> Files.size(absent))))
                .isEqualTo(absent + ": no such file or directory");
        assertThat(Cause.of(catchThrowable(() -> Files.createDirectory(file)))).isEqualTo(file + ": file exists");
        assertThat(Cause.of(catchThrowable(() -> Files.createDirectory(file.resolve("x")))))
                .isEqualTo(file + "/x: not a directory");
        assertThat(Cause.of(catchThrowable(() -> Files.delete(directory))))
                .isEqualTo(directory + ": directory not empty");
        assertThat(Cause.of(catchThrowable(() -> Files.move(absent, file))))
                .isEqualTo(absent + ": no such file or directory");
    }

    @Test
    void isTheMessageOfOthersOrTheirClass() {
        assertThat(Cause.of(new IOException("blob is damaged"))).isEqualTo("blob is damaged");
        assertThat(Cause.of(new IOException())).isEqualTo("java.io.IOException");
    }
}
