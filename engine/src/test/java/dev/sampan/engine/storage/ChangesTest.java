package dev.sampan.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.archive.Descent;
import dev.sampan.engine.archive.Tree;
import dev.sampan.engine.storage.Change.Kind;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Names;
import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@NeedsRoot
@Timeout(60)
class ChangesTest {

    @TempDir
    Path folder;

    private Fd upper;
    private Fd below;

    @BeforeEach
    void open() throws IOException {
        upper = Tree.open(Files.createDirectory(folder.resolve("upper")));
        below = Tree.open(Files.createDirectory(folder.resolve("below")));
    }

    @AfterEach
    void close() throws IOException {
        upper.close();
        below.close();
        Tree.remove(folder.resolve("upper"));
        Tree.remove(folder.resolve("below"));
    }

    @Test
    void whatChangedDeepDownIsListedWithAllDirectoriesAboveIt() throws IOException {
        deep(below, 5_000, "");
        deep(upper, 5_000, "new");

        List<Change> changes = Changes.ofUpper(upper, below);

        assertThat(changes).hasSize(5_001);
        assertThat(changes.getFirst()).isEqualTo(new Change(Kind.MODIFIED, "/d"));
        assertThat(changes.getLast()).isEqualTo(new Change(Kind.ADDED, "/d".repeat(5_000) + "/new"));
    }

    @Test
    void aDeepTreeThatIsNewIsListed() throws IOException {
        deep(upper, 5_000, "new");

        assertThat(Changes.ofUpper(upper, below)).hasSize(5_001).allMatch(change -> change.kind() == Kind.ADDED);
    }

    @Test
    void aListThatNoHeapHoldsIsRefused() {
        deep(upper, 30_000, "new");

        assertThatThrownBy(() -> Changes.ofUpper(upper, below))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("67108864 characters");
    }

    private static void deep(Fd root, int levels, String end) {
        try (var way = new Descent(root)) {
            for (int i = 0; i < levels; i++) {
                Names.mkdirat(way.directory().number(), "d", 0755);
                way.down("d");
            }
            if (!end.isEmpty()) {
                Names.mkdirat(way.directory().number(), end, 0755);
            }
        }
    }
}
