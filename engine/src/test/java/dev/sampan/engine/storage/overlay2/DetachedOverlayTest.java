package dev.sampan.engine.storage.overlay2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.engine.archive.Tree;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsRoot
class DetachedOverlayTest {

    /** As many as an image may have and a container's own; their paths alone are longer than a page of mount options. */
    private static final int LAYERS = 128;

    @TempDir
    Path folder;

    @Test
    void anOldKernelStacksAsManyLayers() throws IOException {
        var stack = new ArrayList<Path>();
        for (int i = 0; i < LAYERS; i++) {
            Path layer = Files.createDirectories(folder.resolve("a-long-name-of-a-layer".repeat(4) + i));
            Files.createFile(layer.resolve("file" + i));
            stack.add(layer);
        }
        String mountsBefore = mounts();
        assertThat(names(DetachedOverlay.openBeforeLinux68(stack)))
                .hasSize(LAYERS)
                .containsExactlyInAnyOrderElementsOf(names(DetachedOverlay.open(stack)));
        assertThat(mounts()).isEqualTo(mountsBefore);
    }

    private static List<String> names(Fd tree) {
        try (tree) {
            return List.copyOf(Tree.names(tree));
        }
    }

    private static String mounts() throws IOException {
        return Files.readString(Path.of("/proc/self/mountinfo"));
    }
}
