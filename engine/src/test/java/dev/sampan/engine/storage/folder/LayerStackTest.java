package dev.sampan.engine.storage.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.archive.Tree;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Names;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerStackTest {

    private static final int LEVELS = 200;

    @TempDir
    private Path layer;

    /** Each directory on the way takes a descriptor of the daemon. */
    @Test
    void aWayWithoutEndIsGivenUp() throws Exception {
        String way = "a/".repeat(LEVELS) + "l";
        makeDeep("/" + way);
        int before = openFiles();
        try (var stack = new LayerStack(List.of(layer))) {
            assertThatThrownBy(() -> stack.open(way)).hasMessageContaining("a path of more than 4000 directories");
        }
        assertThat(openFiles()).isEqualTo(before);
        try (Fd top = Tree.open(layer)) {
            Tree.remove(top, "a");
        }
    }

    private void makeDeep(String target) {
        Fd directory = Tree.open(layer);
        for (int i = 0; i < LEVELS; i++) {
            Names.mkdirat(directory.number(), "a", 0755);
            Fd below = Tree.directory(directory, "a");
            directory.close();
            directory = below;
        }
        Names.symlinkat(target, directory.number(), "l");
        directory.close();
    }

    private static int openFiles() {
        return new File("/proc/self/fd").list().length;
    }
}
