package dev.sampan.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.error.EngineException.Conflict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RootLockTest {

    @TempDir
    Path directory;

    private Places places(String data, String exec) {
        return new Places(directory.resolve(data), directory.resolve(exec));
    }

    private static void take(Places places) throws IOException {
        RootLock.take(places).close();
    }

    @Test
    void aSecondEngineOnEitherRootIsRefusedByName() throws IOException {
        String holder = " is in use by another engine (process "
                + ProcessHandle.current().pid() + ")";
        try (var _ = RootLock.take(places("data", "exec"))) {
            assertThatThrownBy(() -> take(places("data", "exec2")))
                    .isInstanceOf(Conflict.class)
                    .hasMessage("data root " + directory.resolve("data") + holder);
            assertThatThrownBy(() -> take(places("data2", "exec")))
                    .isInstanceOf(Conflict.class)
                    .hasMessage("exec root " + directory.resolve("exec") + holder);
            assertThatCode(() -> take(places("data2", "exec2"))).doesNotThrowAnyException();
        }
        assertThatCode(() -> take(places("data", "exec"))).doesNotThrowAnyException();
    }

    @Test
    void bothRootsMayBeOneDirectory() throws IOException {
        Files.createSymbolicLink(directory.resolve("link"), Files.createDirectory(directory.resolve("one")));
        assertThatCode(() -> take(places("one", "link"))).doesNotThrowAnyException();
    }

    @Test
    void aProgramThatThisProcessStartsDoesNotKeepTheLock() throws Exception {
        Process child;
        try (var _ = RootLock.take(places("data", "exec"))) {
            child = new ProcessBuilder("sleep", "60").start();
        }
        try {
            assertThatCode(() -> take(places("data", "exec"))).doesNotThrowAnyException();
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    void thePidInTheFileIsTheLastHolders() throws IOException {
        Files.writeString(Files.createDirectory(directory.resolve("data")).resolve("lock"), "12345678901234567890\n");
        try (var _ = RootLock.take(places("data", "exec"))) {
            assertThat(directory.resolve("data/lock"))
                    .hasContent(String.valueOf(ProcessHandle.current().pid()));
        }
    }

    @Test
    @Timeout(10)
    void whatCannotBeLockedIsSetAside() throws Exception {
        Path lock = Files.createDirectory(directory.resolve("data")).resolve("lock");
        for (String made : List.of("mkdir", "mkfifo", "ln -s /nowhere/file")) {
            Files.deleteIfExists(lock);
            assertThat(new ProcessBuilder("sh", "-c", made + " " + lock).start().waitFor())
                    .isZero();
            take(places("data", "exec"));
            assertThat(lock).isRegularFile();
        }
        assertThat(directory.resolve("data/lock.damaged")).isDirectory();
    }
}
