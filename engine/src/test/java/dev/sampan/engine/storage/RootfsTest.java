package dev.sampan.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.archive.Tree;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.oci.Mount;
import dev.sampan.engine.storage.overlay2.Overlay2;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run --rootfs DIR}: the directory is seen and never changed, {@code /} included, whose own overlay the kernel refuses to lie in it. */
@NeedsRoot
class RootfsTest {

    private static final LayerId ID = new LayerId("rootfs-test");

    @TempDir
    Path folder;

    @Test
    void aDirectoryIsSeenAndStaysAsItIs() throws Exception {
        Path directory = Files.createDirectory(folder.resolve("dir"));
        Files.writeString(directory.resolve("a"), "host\n");
        Layers layers = Layers.open(folder.resolve("storage"), Optional.of("overlay2"));
        layers.createWritableOver(ID, directory);
        assertThat(mounted(layers, "cat a; echo container > a; cat a; echo b > b"))
                .isEqualTo("host\ncontainer\n");
        assertThat(Files.readString(directory.resolve("a"))).isEqualTo("host\n");
        assertThat(directory.resolve("b")).doesNotExist();
        assertThat(layers.changes(ID)).extracting(Change::path).containsExactly("/a", "/b");
    }

    @Test
    void theHostsOwnRootIsOneToo() throws Exception {
        Layers layers = Layers.open(folder.resolve("storage"), Optional.of("overlay2"));
        layers.createWritableOver(ID, Path.of("/"));
        try (Fd tree = layers.openTree(ID)) {
            assertThat(Tree.stat(tree, "etc/passwd")).isPresent();
        }
        String name = "written-by-" + ProcessHandle.current().pid();
        assertThat(mounted(layers, "echo x > etc/" + name + "; cat etc/" + name))
                .isEqualTo("x\n");
        assertThat(Path.of("/etc", name)).doesNotExist();
        Path upper = Path.of(layers.mount(ID).getFirst().options().stream()
                .filter(option -> option.startsWith("upperdir="))
                .findFirst()
                .orElseThrow()
                .substring("upperdir=".length()));
        assertThat(upper.resolve("etc").resolve(name)).exists();
        layers.remove(ID);
        assertThat(upper.getParent()).doesNotExist();
    }

    @Test
    void whatIsNoDirectoryIsRefused() throws IOException {
        Layers layers = Layers.open(folder.resolve("storage"), Optional.of("overlay2"));
        Path file = Files.writeString(folder.resolve("file"), "");
        for (Path wrong : List.of(file, folder.resolve("none"))) {
            assertThatThrownBy(() -> layers.createWritableOver(ID, wrong))
                    .isInstanceOf(InvalidRequest.class)
                    .hasMessageEndingWith("is not a directory");
        }
        assertThat(layers.writable()).isEmpty();
    }

    /** Somebody else's directory where everybody may write must not hold a container's files. */
    @Test
    void aPlaceThatIsNotOursAloneIsRefused() throws IOException {
        Storage storage = new Overlay2().open(folder.resolve("overlay2"));
        Path trap = Files.createDirectory(folder.resolve("sampan-" + ID));
        Files.setPosixFilePermissions(trap, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> storage.createWritableOver(ID, Path.of("/"), folder))
                .hasMessageContaining("is not a directory of this engine alone");
        Files.delete(trap);
        Files.createSymbolicLink(trap, Files.createDirectory(folder.resolve("elsewhere")));
        assertThatThrownBy(() -> storage.createWritableOver(ID, Path.of("/"), folder))
                .hasMessageContaining("is not a directory of this engine alone");
        assertThat(storage.all()).isEmpty();
    }

    /** Mounts as a launch would, in a mount namespace of its own. */
    private String mounted(Layers layers, String script) throws IOException, InterruptedException {
        Mount mount = layers.mount(ID).getFirst();
        Path target = Files.createDirectories(folder.resolve("target"));
        Process process = new ProcessBuilder(
                        "unshare",
                        "-m",
                        "sh",
                        "-ec",
                        "mount -t overlay overlay -o " + String.join(",", mount.options()) + " " + target + "; cd "
                                + target + "; " + script)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output;
    }
}
