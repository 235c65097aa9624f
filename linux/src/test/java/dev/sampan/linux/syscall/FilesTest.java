package dev.sampan.linux.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesTest {

    /** The kernel gives up on a ".." while anything is renamed; who asks must not fail for it. */
    @Test
    void aPathBelowARootIsResolvedWhileOthersRename(@TempDir Path folder) throws Exception {
        java.nio.file.Files.createDirectories(folder.resolve("a/b"));
        var one = java.nio.file.Files.createDirectory(folder.resolve("one"));
        var going = new AtomicBoolean(true);
        var renamer = Thread.ofPlatform().start(() -> {
            var other = folder.resolve("other");
            try {
                while (going.get()) {
                    java.nio.file.Files.move(one, other, StandardCopyOption.ATOMIC_MOVE);
                    java.nio.file.Files.move(other, one, StandardCopyOption.ATOMIC_MOVE);
                }
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        try (var root = Files.open(folder.toString(), Files.O_PATH | Files.O_DIRECTORY)) {
            for (int i = 0; i < 20_000; i++) {
                try (var found =
                        Files.openat2(root.number(), "a/b/../../a/b/../b", Files.O_PATH, 0, Files.RESOLVE_IN_ROOT)) {
                    assertThat(found.number()).isPositive();
                }
            }
        } finally {
            going.set(false);
            renamer.join();
        }
    }
}
