package dev.sampan.engine.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.testing.TarBuilder;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * DESIGN invariant 10, attacked: no entry leaves its directory through {@code ..}, links or device nodes. Beside the tree lies a file that must stay as
 * it is, whether the archive is refused or taken.
 */
@NeedsRoot
class Invariant10ArchiveEscapeTest {

    @TempDir
    Path folder;

    private Path tree;
    private Path outside;

    @BeforeEach
    void plant() throws IOException {
        tree = Files.createDirectory(folder.resolve("tree"));
        outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "untouched");
    }

    @AfterEach
    void nothingOutsideHasChanged() throws IOException {
        assertThat(Files.readString(outside.resolve("secret"))).isEqualTo("untouched");
        try (var all = Files.list(outside)) {
            assertThat(all).containsExactly(outside.resolve("secret"));
        }
        try (var all = Files.list(folder)) {
            assertThat(all).containsExactlyInAnyOrder(tree, outside);
        }
    }

    @Test
    void aParentInANameIsRefused() {
        refused(new TarBuilder().file("../outside/secret", "owned"), "leads out of its directory");
        refused(new TarBuilder().file("a/../../outside/new", "owned"), "leads out of its directory");
        refused(new TarBuilder().directory("..", 0777, 0, 0), "leads out of its directory");
    }

    @Test
    void anAbsoluteNameIsInside() throws IOException {
        unpack(new TarBuilder().file(outside + "/secret", "inside"));
        assertThat(Files.readString(tree.resolve(outside.toString().substring(1) + "/secret")))
                .isEqualTo("inside");
    }

    @Test
    void aNameThroughALinkStaysInside() throws IOException {
        unpack(new TarBuilder()
                .symlink("way", outside.toString())
                .file("way/secret", "inside")
                .symlink("up", "../outside")
                .file("up/new", "inside"));
        assertThat(Files.readString(tree.resolve(outside.toString().substring(1) + "/secret")))
                .isEqualTo("inside");
        assertThat(Files.readString(tree.resolve("outside/new"))).isEqualTo("inside");
    }

    @Test
    void aFileOverALinkReplacesTheLink() throws IOException {
        unpack(new TarBuilder().symlink("a", outside + "/secret").file("a", "inside"));
        assertThat(Files.isSymbolicLink(tree.resolve("a"))).isFalse();
        assertThat(Files.readString(tree.resolve("a"))).isEqualTo("inside");
    }

    @Test
    void aDirectorysAttributesDoNotFollowALink() throws IOException {
        unpack(new TarBuilder().directory("d", 0755, 0, 0).symlink("d", outside.toString()));
        assertThat(Files.getAttribute(outside, "unix:mode", LinkOption.NOFOLLOW_LINKS))
                .isNotEqualTo(040777);
        unpack(new TarBuilder().symlink("e", outside.toString()).directory("e", 0777, 7, 7));
        assertThat(Files.getAttribute(outside, "unix:uid")).isEqualTo(0);
    }

    @Test
    void aHardLinkReachesNothingOutside() {
        refused(new TarBuilder().hardLink("a", "../outside/secret"), "leads out of its directory");
        refused(new TarBuilder().hardLink("b", outside + "/secret"), "is not there");
        refused(new TarBuilder().symlink("l", outside.toString()).hardLink("c", "l/secret"), "is not there");
    }

    @Test
    void aHardLinkToALinkLinksTheLinkItself() throws IOException {
        unpack(new TarBuilder()
                .symlink("l", outside + "/secret")
                .hardLink("h", "l")
                .file("h", "inside"));
        assertThat(Files.readString(tree.resolve("h"))).isEqualTo("inside");
    }

    @Test
    void writingToAHardLinkedNameDoesNotReachTheOther() throws IOException {
        unpack(new TarBuilder().file("a", "first").hardLink("b", "a").file("b", "second"));
        assertThat(Files.readString(tree.resolve("a"))).isEqualTo("first");
    }

    @Test
    void aLoopOfLinksIsRefused() {
        refused(new TarBuilder().symlink("a", "b").symlink("b", "a").file("a/x", ""), "");
    }

    @Test
    void aWhiteoutRemovesNothingOutside() throws IOException {
        refused(new TarBuilder().file(".wh...", ""), "names no file");
        refused(new TarBuilder().file(".wh..", ""), "names no file");
        refused(new TarBuilder().file("../outside/.wh.secret", ""), "leads out of its directory");
        unpack(new TarBuilder().symlink("l", outside.toString()).file("l/.wh.secret", ""));
        merge(new TarBuilder().symlink("m", outside.toString()).file("m/.wh..wh..opq", ""));
        merge(new TarBuilder().file("l/.wh.secret", "").file("m/.wh..wh..opq", ""));
        merge(new TarBuilder().file("l/secret", "owned").file("m/new", "owned"));
        assertThat(outside.resolve("new")).doesNotExist();
    }

    @Test
    void theKernelsOwnWhiteoutIsRefused() {
        refused(new TarBuilder().device("etc", '3', 0, 0), "would hide a file");
    }

    @Test
    void overlaysOwnAttributesAreNotTaken() throws IOException {
        unpack(new TarBuilder()
                .pax("SCHILY.xattr.trusted.overlay.redirect", "/../../outside")
                .pax("SCHILY.xattr.user.overlay.opaque", "y")
                .pax("SCHILY.xattr.user.fine", "yes")
                .file("a", ""));
        assertThat(Files.getFileAttributeView(
                                tree.resolve("a"), java.nio.file.attribute.UserDefinedFileAttributeView.class)
                        .list())
                .containsExactly("fine");
        try (Fd a = dev.sampan.linux.syscall.Files.open(tree.resolve("a").toString(), 0)) {
            assertThat(dev.sampan.linux.syscall.ExtendedAttributes.flistxattr(a.number()))
                    .containsExactly("user.fine");
        }
    }

    @Test
    void aDeviceInAnImageIsMadeButOpensNothing() throws IOException {
        unpack(new TarBuilder().device("null", '3', 1, 3).file("through", "x").hardLink("null2", "null"));
        assertThat(Files.readAttributes(tree.resolve("null"), "unix:mode").get("mode"))
                .isEqualTo(020600);
    }

    @Test
    void aNameWithANulIsRefused() {
        refused(new TarBuilder().pax("path", "a\0b").file("x", ""), "NUL");
    }

    @Test
    void nothingIsMadeOnAMountInside() throws IOException, InterruptedException {
        Path mount = Files.createDirectory(tree.resolve("mnt"));
        run("mount", "--bind", outside.toString(), mount.toString());
        try {
            refused(new TarBuilder().file("mnt/new", "owned"), "");
            refused(new TarBuilder().file("mnt/secret", "owned"), "");
        } finally {
            run("umount", mount.toString());
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                .as(String.join(" ", command))
                .isZero();
    }

    private void refused(TarBuilder tar, String why) {
        assertThatThrownBy(() -> unpack(tar))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining(why);
    }

    private void unpack(TarBuilder tar) throws IOException {
        try (Fd root = Tree.open(tree);
                var unpack = new Unpack(root, Whiteouts.OVERLAY)) {
            unpack.unpack(tar.stream(), TarLimits.DEFAULT).putOn(root, List.of());
        }
    }

    /** Into the tree as the copy of the layers below. */
    private void merge(TarBuilder tar) throws IOException {
        Path own = Files.createTempDirectory(tree.getParent(), "own");
        try (Fd target = Tree.open(tree);
                Fd layer = Tree.open(own);
                var unpack = new Unpack(layer, Whiteouts.MERGED)) {
            Merge.into(target, layer, unpack.unpack(tar.stream(), TarLimits.DEFAULT));
        }
        Tree.remove(own);
    }
}
