package dev.sampan.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.archive.Tree;
import dev.sampan.engine.error.EngineException.Conflict;
import dev.sampan.engine.error.EngineException.NotFound;
import dev.sampan.engine.testing.TarBuilder;
import dev.sampan.linux.syscall.Content;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Inodes;
import dev.sampan.testkit.NeedsRoot;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The promises of {@link Storage}, asked of every driver that ServiceLoader finds. */
@NeedsRoot
class StorageConformanceTest {

    private static final LayerId BASE = new LayerId("base");
    private static final LayerId TOP = new LayerId("top");
    private static final LayerId CONTAINER = new LayerId("c1");

    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

    private static final TarBuilder BASE_TAR = new TarBuilder()
            .directory("etc/", 0750, 5, 6)
            .file("etc/kept", "from base")
            .file("etc/changed", "from base")
            .file("etc/removed", "from base")
            .directory("opaque/", 0755, 0, 0)
            .file("opaque/old", "from base");
    private static final TarBuilder TOP_TAR = new TarBuilder()
            .file("etc/changed", "from top")
            .file("etc/.wh.removed", "")
            .hardLink("etc/linked", "etc/kept")
            .file("opaque/new", "from top")
            .file("opaque/.wh..wh..opq", "");

    @TempDir
    Path folder;

    static Stream<StorageDriver> drivers() {
        return ServiceLoader.load(StorageDriver.class).stream().map(ServiceLoader.Provider::get);
    }

    @ParameterizedTest
    @MethodSource("drivers")
    void aLayerStacksOnItsParents(StorageDriver driver) throws IOException {
        Storage storage = opened(driver);
        two(storage);
        storage.createWritable(CONTAINER, List.of(BASE, TOP));

        try (Fd tree = storage.openTree(CONTAINER)) {
            assertThat(read(tree, "etc/kept")).isEqualTo("from base");
            assertThat(read(tree, "etc/changed")).isEqualTo("from top");
            assertThat(read(tree, "etc/linked")).isEqualTo("from base");
            assertThat(Tree.stat(tree, "etc").orElseThrow().permissions()).isEqualTo(0750);
            assertThat(Tree.stat(tree, "etc/removed")).isEmpty();
            assertThat(Tree.names(Tree.directory(tree, "opaque"))).containsExactly("new");
        }
    }

    /** As Docker and containerd unpack such layers, whatever order the whiteout and the new content have. */
    @ParameterizedTest
    @MethodSource("drivers")
    void whatALayerTakesAwayAndMakesAnewHasNothingOld(StorageDriver driver) throws IOException {
        Storage storage = opened(driver);
        try (LayerDraft draft = storage.draft()) {
            unpack(
                    draft,
                    new TarBuilder()
                            .file("noentry/old", "base")
                            .file("last/old", "base")
                            .file("deep/sub/old", "base")
                            .file("gone/sub/old", "base")
                            .file("gone2/sub/old", "base")
                            .file("p", "base"));
            draft.commit(BASE, List.of());
        }
        try (LayerDraft draft = storage.draft()) {
            unpack(
                    draft,
                    new TarBuilder()
                            .file(".wh.noentry", "")
                            .file("noentry/new", "top")
                            .file("last/new", "top")
                            .file(".wh.last", "")
                            .file("deep/.wh.sub", "")
                            .file("deep/sub/below/new", "top")
                            .file("gone/sub/.wh.old", "")
                            .file(".wh.gone", "")
                            .file(".wh.gone2", "")
                            .file("gone2/sub/.wh.old", "")
                            .file("x/../.wh.p", ""));
            draft.commit(TOP, List.of(BASE));
        }
        storage.createWritable(CONTAINER, List.of(BASE, TOP));

        try (Fd tree = storage.openTree(CONTAINER)) {
            assertThat(names(tree, "noentry")).containsExactly("new");
            assertThat(names(tree, "last")).containsExactly("new");
            assertThat(names(tree, "deep/sub")).containsExactly("below");
            assertThat(names(tree, "deep/sub/below")).containsExactly("new");
            assertThat(names(tree, "")).containsExactlyInAnyOrder("deep", "last", "noentry");
        }
    }

    private static List<String> names(Fd tree, String path) {
        try (Fd directory = Tree.directory(tree, path)) {
            return Tree.names(directory);
        }
    }

    /** Once through the mounted tree, once without a mount: both must see the same. */
    @ParameterizedTest
    @MethodSource("drivers")
    void oneFileIsFoundWithoutMounting(StorageDriver driver) throws IOException {
        Storage storage = opened(driver);
        try (LayerDraft draft = storage.draft()) {
            unpack(
                    draft,
                    new TarBuilder()
                            .file("etc/passwd", "base")
                            .file("etc/gone", "base")
                            .file("dir/under", "base")
                            .file("opaque/old", "base")
                            .symlink("abs", "/etc/passwd")
                            .symlink("etc/rel", "../dir/./under")
                            .symlink("out", "../../../../etc/passwd")
                            .symlink("loop", "loop")
                            .symlink("way", "/dir"));
            draft.commit(BASE, List.of());
        }
        try (LayerDraft draft = storage.draft()) {
            unpack(
                    draft,
                    new TarBuilder()
                            .file("etc/.wh.gone", "")
                            .file("dir", "a file now")
                            .file("opaque/.wh..wh..opq", "")
                            .file("opaque/new", "top")
                            .file("etc/added", "top"));
            draft.commit(TOP, List.of(BASE));
        }
        storage.createWritable(CONTAINER, List.of(BASE, TOP));
        storage.createWritable(new LayerId("c2"), List.of(BASE));
        for (LayerId id : List.of(CONTAINER, new LayerId("c2"))) {
            try (Fd tree = storage.openTree(id)) {
                for (String path : List.of(
                        "etc/passwd",
                        "/etc/passwd",
                        "etc/gone",
                        "etc/added",
                        "dir",
                        "dir/under",
                        "opaque/old",
                        "opaque/new",
                        "abs",
                        "etc/rel",
                        "out",
                        "loop",
                        "way/under",
                        "way",
                        "etc",
                        "none",
                        "none/x",
                        "etc/passwd/x",
                        "",
                        "..",
                        "etc/../abs")) {
                    assertThat(found(storage, id, path)).as(id + " " + path).isEqualTo(readOrEmpty(tree, path));
                }
            }
        }
        assertThat(storage.isBlocked(CONTAINER, "/dir/under")).isTrue();
        assertThat(storage.isBlocked(CONTAINER, "/etc/passwd")).isTrue();
        assertThat(storage.isBlocked(CONTAINER, "/etc")).isFalse();
        assertThat(storage.isBlocked(CONTAINER, "/not/there")).isFalse();
    }

    private static String found(Storage storage, LayerId id, String path) throws IOException {
        try (Fd file = storage.openFile(id, path).orElse(null)) {
            return file == null ? "" : new String(Content.readAll(file.number()), StandardCharsets.UTF_8);
        }
    }

    private static String readOrEmpty(Fd tree, String path) {
        try {
            return read(tree, path);
        } catch (ErrnoException e) {
            return "";
        }
    }

    @ParameterizedTest
    @MethodSource("drivers")
    void aDraftThatIsNotCommittedLeavesNothing(StorageDriver driver) throws IOException {
        Storage storage = opened(driver);
        try (LayerDraft draft = storage.draft()) {
            unpack(draft, new TarBuilder().file("a", "b"));
        }
        assertThat(storage.all()).isEmpty();
        assertThat(leftovers(driver)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("drivers")
    void whatACrashLeftIsRemovedWhenOpenedAgain(StorageDriver driver) throws IOException {
        Storage storage = opened(driver);
        storage.draft(); // the process dies here
        assertThat(leftovers(driver)).isNotEmpty();

        opened(driver);

        assertThat(leftovers(driver)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("drivers")
    void whatIsNoLayerIsNotListedAndStays(StorageDriver driver) throws IOException {
        opened(driver);
        Path found = folder.resolve(driver.name()).resolve("lost+found/inode");
        java.nio.file.Files.createDirectories(found);
        assertThat(opened(driver).all()).isEmpty();
        assertThat(found).exists();
    }

    @ParameterizedTest
    @MethodSource("drivers")
    void anIdIsTakenOnce(StorageDriver driver) throws IOException {
        Storage storage = opened(driver);
        two(storage);
        storage.createWritable(CONTAINER, List.of(BASE));
        assertThatThrownBy(() -> storage.createWritable(CONTAINER, List.of(BASE)))
                .isInstanceOf(Conflict.class);
        assertThatThrownBy(() -> storage.createWritable(new LayerId("c2"), List.of(new LayerId("none"))))
                .isInstanceOf(NotFound.class);
        assertThat(storage.has(new LayerId("c2"))).isFalse();
        assertThat(leftovers(driver)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("drivers")
    void removingOneLeavesTheOthers(StorageDriver driver) throws IOException {
        Storage storage = opened(driver);
        two(storage);
        storage.createWritable(CONTAINER, List.of(BASE, TOP));
        storage.remove(CONTAINER);
        storage.remove(CONTAINER);
        storage.remove(TOP);
        assertThat(storage.all()).containsExactly(BASE);
        assertThat(leftovers(driver)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("drivers")
    void aLayerKnowsItsParentsAndWhatItTakes(StorageDriver driver) throws IOException {
        Storage storage = opened(driver);
        two(storage);
        storage.createWritable(CONTAINER, List.of(BASE, TOP));

        Storage again = opened(driver);
        assertThat(again.layer(CONTAINER).parents()).containsExactly(BASE, TOP);
        assertThat(again.layer(CONTAINER).writable()).isTrue();
        assertThat(again.layer(TOP).writable()).isFalse();
        assertThat(again.usage(BASE).apparent()).isPositive();
        assertThat(again.usage(BASE).bytes()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("drivers")
    void aContainerSeesItsRootAsTheImageHasIt(StorageDriver driver) throws IOException {
        Storage storage = opened(driver);
        try (LayerDraft draft = storage.draft()) {
            unpack(draft, new TarBuilder().directory("./", 0711, 3, 4));
            draft.commit(BASE, List.of());
        }
        storage.createWritable(CONTAINER, List.of(BASE));
        try (Fd tree = storage.openTree(CONTAINER)) {
            var root = Inodes.fstat(tree.number());
            assertThat(root.permissions()).isEqualTo(0711);
            assertThat(root.uid()).isEqualTo(3);
            assertThat(root.gid()).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @MethodSource("drivers")
    void aContainerOfAnEmptyImageHasAnEmptyTree(StorageDriver driver) throws IOException {
        Storage storage = opened(driver);
        storage.createWritable(CONTAINER, List.of());
        try (Fd tree = storage.openTree(CONTAINER)) {
            assertThat(Tree.names(tree)).isEmpty();
        }
        assertThat(storage.diff(CONTAINER)).isEmpty();
        assertThat(storage.mount(CONTAINER)).isNotEmpty();
        storage.unmount(CONTAINER);
    }

    @ParameterizedTest
    @MethodSource("drivers")
    void whatAMountTakesOnTheHostIsGivenBack(StorageDriver driver) throws IOException {
        Storage storage = opened(driver);
        two(storage);
        storage.createWritable(CONTAINER, List.of(BASE, TOP));
        String before = java.nio.file.Files.readString(MOUNTS);
        storage.mount(CONTAINER);
        storage.unmount(CONTAINER);
        storage.mount(CONTAINER);
        storage.unmount(CONTAINER);
        assertThat(java.nio.file.Files.readString(MOUNTS)).isEqualTo(before);
        storage.remove(CONTAINER);
    }

    @AfterEach
    void everyMountIsGivenBack() {
        assertThat(CountedDriver.mounted(folder)).isEmpty();
    }

    /** Each stops at its first file until the other has come as far; the upper one knows nothing of what is below it. */
    @ParameterizedTest
    @MethodSource("drivers")
    void layersThatAreUnpackedAtTheSameTimeAreTheSame(StorageDriver driver) throws Exception {
        Storage storage = opened(driver);
        two(storage);
        storage.createWritable(CONTAINER, List.of(BASE, TOP));
        var both = new CyclicBarrier(2);
        LayerId base = new LayerId("base2");
        LayerId top = new LayerId("top2");
        try (LayerDraft lower = storage.draft();
                LayerDraft upper = storage.draft();
                var threads = Executors.newFixedThreadPool(2)) {
            var first = threads.submit(() -> unpackWith(both, lower, BASE_TAR.bytes()));
            var second = threads.submit(() -> unpackWith(both, upper, TOP_TAR.bytes()));
            first.get(20, TimeUnit.SECONDS);
            second.get(20, TimeUnit.SECONDS);
            lower.commit(base, List.of());
            upper.commit(top, List.of(base));
        }
        storage.createWritable(new LayerId("c2"), List.of(base, top));
        try (Fd one = storage.openTree(CONTAINER);
                Fd other = storage.openTree(new LayerId("c2"))) {
            assertThat(Changes.ofTrees(other, one)).isEmpty();
            assertThat(Tree.stat(other, "etc/linked")).isPresent();
        }
        assertThat(storage.usage(top)).isEqualTo(storage.usage(TOP));
    }

    private static Void unpackWith(CyclicBarrier both, LayerDraft draft, byte[] tar) throws Exception {
        draft.unpack(new FilterInputStream(new ByteArrayInputStream(tar)) {
            private boolean met;

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                if (!met) {
                    met = true;
                    meet(both);
                }
                return super.read(buffer, offset, length);
            }
        });
        return null;
    }

    private static void meet(CyclicBarrier both) throws IOException {
        try {
            both.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IOException("the other layer does not come", e);
        }
    }

    @Test
    void aDriverHasToWriteEightMethods() {
        assertThat(Arrays.stream(Storage.class.getMethods())
                        .filter(method -> Modifier.isAbstract(method.getModifiers())))
                .hasSizeLessThanOrEqualTo(8);
    }

    private Storage opened(StorageDriver driver) throws IOException {
        return driver.open(folder.resolve(driver.name()));
    }

    private List<String> leftovers(StorageDriver driver) {
        try (Fd root = Tree.open(folder.resolve(driver.name()))) {
            return Tree.names(root).stream()
                    .filter(name -> name.startsWith("."))
                    .toList();
        }
    }

    private static void two(Storage storage) throws IOException {
        try (LayerDraft draft = storage.draft()) {
            unpack(draft, BASE_TAR);
            draft.commit(BASE, List.of());
        }
        try (LayerDraft draft = storage.draft()) {
            unpack(draft, TOP_TAR);
            draft.commit(TOP, List.of(BASE));
        }
    }

    private static void unpack(LayerDraft draft, TarBuilder tar) throws IOException {
        draft.unpack(tar.stream());
    }

    private static String read(Fd tree, String path) {
        try (Fd file = Files.openat2(tree.number(), path, Files.O_RDONLY, 0, Tree.INSIDE)) {
            return new String(Content.readAll(file.number()), StandardCharsets.UTF_8);
        }
    }
}
