package dev.sampan.linux.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.linux.syscall.Namespaces;
import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets of mounts that are not there yet, below a root that an image has filled with links. */
@NeedsRoot
class MakePathTest {

    private static final Ref ROOT = Ref.of("root");

    @TempDir
    Path directory;

    private Path root;

    @BeforeAll
    static void prepare() {
        Launcher.prepare();
    }

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectories(directory.resolve("above/root"));
        Files.createDirectory(root.resolve("etc"));
        Files.writeString(root.resolve("file"), "");
    }

    private void link(String name, String text) throws IOException {
        Files.createSymbolicLink(root.resolve(name), Path.of(text));
    }

    private void make(PathStep step) throws Exception {
        try (var run = new LaunchTest.Run(plan(List.of(step)))) {
            run.launched.awaitExec(LaunchTest.SOON);
            assertThat(run.exit().code()).isZero();
        }
    }

    private LaunchPlan plan(List<PathStep> targets) {
        var steps = new ArrayList<>(List.of(
                new Planned(new ProcessStep.Umask(0), "modes as written"),
                new Planned(new DescriptorStep.Open(root.toString(), 0, ROOT), "the root")));
        targets.forEach(step -> steps.add(new Planned(step, "the target")));
        steps.add(LaunchTest.exec("/bin/true"));
        return LaunchTest.supervised(Namespaces.CLONE_NEWNS, steps);
    }

    private void file(String path) throws Exception {
        make(new PathStep.MakeFile(ROOT, path, 0640, Ref.of("target")));
    }

    private void folder(String path) throws Exception {
        make(new PathStep.MakeDirectory(ROOT, path, 0750, Ref.of("target")));
    }

    @Test
    void directoriesOnTheWayAreMadeWithTheirMode() throws Exception {
        folder("/a//b/./c/");
        folder("/a/b");
        for (String made : List.of("a", "a/b", "a/b/c")) {
            assertThat(mode(made)).isEqualTo("rwxr-x---");
        }
        file("/x/y/z");
        assertThat(mode("x/y")).isEqualTo("rwxr-xr-x");
        assertThat(mode("x/y/z")).isEqualTo("rw-r-----");
        assertThat(root.resolve("x/y/z")).isEmptyFile();
    }

    private String mode(String path) throws IOException {
        return PosixFilePermissions.toString(
                Files.getPosixFilePermissions(root.resolve(path), LinkOption.NOFOLLOW_LINKS));
    }

    @ParameterizedTest
    @CsvSource({
        "../run/resolve/stub, run/resolve/stub",
        "/run/resolve/stub, run/resolve/stub",
        "stub, etc/stub",
        "stub/, etc/stub",
        "//run//.//stub, run/stub",
        "../../../../../above/stub, above/stub",
        "/run/../../x/stub, x/stub"
    })
    void theEndOfALinkThatLeadsNowhereIsMade(String text, String made) throws Exception {
        link("etc/link", text);
        if (!text.endsWith("/")) {
            file("/etc/link");
            assertThat(root.resolve(made)).isEmptyFile();
            Files.delete(root.resolve(made));
        }
        folder("/etc/link/below");
        assertThat(root.resolve(made).resolve("below")).isDirectory();
        assertThat(root.resolve("etc/link")).isSymbolicLink();
        assertThat(directory).isDirectoryNotContaining("glob:**/stub");
        assertThat(root.getParent().toFile().list()).containsExactly("root");
    }

    @Test
    void aChainOfLinksIsFollowedToItsEnd() throws Exception {
        link("etc/a", "../b");
        link("b", "/c/d");
        Files.createDirectory(root.resolve("c"));
        link("c/d", "e/f");
        folder("/etc/a/g");
        assertThat(root.resolve("c/e/f/g")).isDirectory();
    }

    /** The path is one of the host, too: there nothing appears. */
    @Test
    void nothingIsMadeOutsideOfTheRoot() throws Exception {
        var outside = Files.createDirectory(directory.resolve("outside"));
        link("etc/link", outside + "/new");
        file("/etc/link");
        assertThat(outside).isEmptyDirectory();
        assertThat(Path.of(root.toString(), outside.toString(), "new")).isEmptyFile();
    }

    @ParameterizedTest
    @ValueSource(strings = {"link", "../etc/link", "missing/../link"})
    void aLinkToItselfIsRefused(String text) throws IOException {
        link("etc/link", text);
        assertThatThrownBy(() -> folder("/etc/link/x")).hasMessageContaining("ELOOP");
        assertThatThrownBy(() -> file("/etc/link")).hasMessageContaining("ELOOP");
    }

    @Test
    void aPathThatGrowsTooLongIsRefused() throws IOException {
        String name = "n".repeat(200) + "/";
        link("long", name.repeat(20));
        link("longer", "long/" + name.repeat(10));
        assertThatThrownBy(() -> folder("/longer/x")).hasMessageContaining("ENAMETOOLONG");
    }

    /** Containers that share a directory and are started at once. Who comes second catches up, since he has nothing to make. */
    @Test
    void launchesThatMakeTheSameAtOnceAllHaveIt() throws Exception {
        var targets = new ArrayList<PathStep>();
        for (int i = 0; i < 500; i++) {
            targets.add(new PathStep.MakeFile(ROOT, "/shared" + i + "/file", 0640, Ref.of("target")));
        }
        try (var one = new LaunchTest.Run(plan(targets));
                var other = new LaunchTest.Run(plan(targets))) {
            one.launched.awaitExec(LaunchTest.SOON);
            other.launched.awaitExec(LaunchTest.SOON);
        }
    }

    @Test
    void aFileOnTheWayIsRefused() {
        assertThatThrownBy(() -> folder("/file/x")).hasMessageContaining("ENOTDIR");
        assertThatThrownBy(() -> folder("/file")).hasMessageContaining("ENOTDIR");
    }
}
