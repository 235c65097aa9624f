package dev.sampan.engine.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.testing.TarBuilder;
import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.PathText;
import dev.sampan.testkit.NeedsRoot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsRoot
class UnpackTest {

    @TempDir
    Path folder;

    private Fd root;

    @BeforeEach
    void open() throws IOException {
        root = Tree.open(Files.createDirectory(folder.resolve("tree")));
    }

    @AfterEach
    void close() {
        root.close();
    }

    @Test
    void keepsOwnersModesTimesAndLinks() throws IOException {
        unpack(new TarBuilder()
                .pax("mtime", "1600000000.25")
                .file("bin/su", "x".getBytes(StandardCharsets.UTF_8), 04755, 10, 20)
                .directory("tmp/", 01777, 1, 2)
                .file("tmp/later", "")
                .hardLink("bin/sudo", "bin/su")
                .symlink("link", "bin/su"));
        Stat su = Tree.stat(root, "bin/su").orElseThrow();
        assertThat(su.permissions()).isEqualTo(04755);
        assertThat(su.uid()).isEqualTo(10);
        assertThat(su.gid()).isEqualTo(20);
        assertThat(su.modified()).isEqualTo(Instant.ofEpochSecond(1_600_000_000, 250_000_000));
        assertThat(Tree.stat(root, "bin/sudo").orElseThrow().inode()).isEqualTo(su.inode());
        Stat tmp = Tree.stat(root, "tmp").orElseThrow();
        assertThat(tmp.permissions()).isEqualTo(01777);
        assertThat(tmp.modified()).isEqualTo(Instant.ofEpochSecond(1_600_000_000));
        assertThat(dev.sampan.linux.syscall.Names.readlinkat(root.number(), "link"))
                .isEqualTo("bin/su");
    }

    @Test
    void keepsFileCapabilitiesByteForByte() throws IOException {
        byte[] capability = {1, 0, 0, 2, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        capability[0] = 1;
        unpack(new TarBuilder()
                .pax("SCHILY.xattr.security.capability", capability)
                .file("ping", ""));
        try (Fd ping = dev.sampan.linux.syscall.Files.openat(root.number(), "ping", 0, 0)) {
            assertThat(dev.sampan.linux.syscall.ExtendedAttributes.fgetxattr(ping.number(), "security.capability")
                            .orElseThrow())
                    .isEqualTo(capability);
        }
    }

    @Test
    void keepsNamesThatAreNoUtf8() throws IOException {
        byte[] latin = {'f', (byte) 0xfc, 'r'};
        byte[] tar = new TarBuilder().file("xxx", "").bytes();
        System.arraycopy(latin, 0, tar, 0, 3);
        System.arraycopy(TarBuilder.summed(Arrays.copyOf(tar, 512)), 0, tar, 0, 512);
        unpack(tar);
        assertThat(dev.sampan.linux.syscall.Names.getdents64(root.number())).containsExactly(latin);
        assertThat(PathText.encode(Tree.names(root).getFirst())).isEqualTo(latin);
    }

    @Test
    void longNamesOfBothKinds() throws IOException {
        String deep = "directory-with-a-name/".repeat(10) + "file";
        byte[] name = (deep + "\0").getBytes(StandardCharsets.UTF_8);
        unpack(new TarBuilder()
                .header("././@LongLink", 'L', 0, 0, 0, name.length, "", 0, 0)
                .data(name)
                .file("short", "gnu")
                .pax("path", deep + "2")
                .file("short", "pax"));
        assertThat(Tree.stat(root, deep)).isPresent();
        assertThat(Tree.stat(root, deep + "2")).isPresent();
    }

    @Test
    void sparseFilesKeepTheirHoles() throws Exception {
        Path file = folder.resolve("sparse");
        try (var channel = java.nio.channels.FileChannel.open(
                file, java.nio.file.StandardOpenOption.CREATE_NEW, java.nio.file.StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap("begin".getBytes(StandardCharsets.UTF_8)), 0);
            channel.write(java.nio.ByteBuffer.wrap("end".getBytes(StandardCharsets.UTF_8)), 3 << 20);
        }
        for (String format : List.of("gnu", "posix")) {
            for (String version : List.of("0.0", "0.1", "1.0")) {
                Process tar = new ProcessBuilder(
                                "tar", "cf", "-", "-S", "--format=" + format, "--sparse-version=" + version, "sparse")
                        .directory(folder.toFile())
                        .start();
                unpack(tar.getInputStream().readAllBytes());
                assertThat(Files.mismatch(file, folder.resolve("tree/sparse")))
                        .as(format + " " + version)
                        .isEqualTo(-1);
                assertThat(Tree.stat(root, "sparse").orElseThrow().blocks512()).isLessThan(1000);
            }
        }
    }

    @Test
    void aDirectoryThatTheArchiveImpliesLooksAsBelow() throws IOException {
        Path lower = Files.createDirectories(folder.resolve("lower/etc"));
        try (Fd below = Tree.open(lower.getParent());
                Fd etc = Tree.open(lower)) {
            dev.sampan.linux.syscall.Inodes.fchmod(etc.number(), 0750);
            dev.sampan.linux.syscall.Inodes.fchownat(
                    etc.number(), "", 5, 6, dev.sampan.linux.syscall.Files.AT_EMPTY_PATH);
            Files.writeString(lower.resolve("passwd"), "root");
            try (var unpack = new Unpack(root, Whiteouts.OVERLAY)) {
                unpack.unpack(
                                new TarBuilder()
                                                .file("etc/new", "")
                                                .hardLink("etc/copy", "etc/passwd")
                                                .hardLink("etc/copy2", "etc/copy")
                                                .stream(),
                                TarLimits.DEFAULT)
                        .putOn(root, List.of(below));
            }
        }
        Stat etc = Tree.stat(root, "etc").orElseThrow();
        assertThat(etc.permissions()).isEqualTo(0750);
        assertThat(etc.uid()).isEqualTo(5);
        assertThat(Files.readString(folder.resolve("tree/etc/copy"))).isEqualTo("root");
        assertThat(Tree.stat(root, "etc/copy2").orElseThrow().inode())
                .isEqualTo(Tree.stat(root, "etc/copy").orElseThrow().inode());
    }

    @Test
    void aNameThatLeadsOutAndInAgainIsTheOneItMeans() throws IOException {
        unpack(new TarBuilder()
                .file("p/../q", "q")
                .file("/../r", "r")
                .file("./a/b/../../s", "s")
                .hardLink("t", "x/../q"));

        assertThat(Tree.names(root)).containsExactlyInAnyOrder("q", "r", "s", "t");
    }

    @Test
    void aCutOffArchiveIsRefused() {
        byte[] tar = new TarBuilder().file("a", "x".repeat(2000)).file("b", "y").bytes();
        for (int length : List.of(100, 511, 513, 1500, 2600, 3100)) {
            assertThatThrownBy(() -> unpack(Arrays.copyOf(tar, length)))
                    .as("cut at " + length)
                    .isInstanceOf(ArchiveException.class);
        }
    }

    @Test
    void whatIsTooMuchIsRefused() {
        var limits = new TarLimits(10, 1000, 300);
        assertThatThrownBy(() -> unpack(new TarBuilder().file("a", "x".repeat(1001)), limits))
                .hasMessageContaining("more than 1000 bytes");
        var many = new TarBuilder();
        for (int i = 0; i < 11; i++) {
            many.file("f" + i, "");
        }
        assertThatThrownBy(() -> unpack(many, limits)).hasMessageContaining("more than 10 entries");
        assertThatThrownBy(() ->
                        unpack(new TarBuilder().pax("comment", "x".repeat(400)).file("a", ""), limits))
                .hasMessageContaining("header is bigger");
        assertThatThrownBy(() ->
                        unpack(new TarBuilder().header("huge", 'L', 0, 0, 0, 1L << 40, "", 0, 0), TarLimits.DEFAULT))
                .hasMessageContaining("header is bigger");
    }

    @Test
    void packedAgainItIsTheSame() throws IOException {
        unpack(new TarBuilder()
                .directory("d/", 0711, 3, 4)
                .file("d/f", "content".getBytes(StandardCharsets.UTF_8), 0640, 3, 4)
                .pax("SCHILY.xattr.user.note", "n")
                .file("d/" + "long".repeat(40), "x")
                .hardLink("d/h", "d/f")
                .symlink("s", "d/f")
                .device("null", '3', 1, 3));
        var first = pack();
        Files.createDirectory(folder.resolve("again"));
        try (Fd again = Tree.open(folder.resolve("again"));
                var unpack = new Unpack(again, Whiteouts.NONE)) {
            unpack.unpack(new ByteArrayInputStream(first), TarLimits.DEFAULT);
            var second = new ByteArrayOutputStream();
            new Pack(second).contents(again);
            assertThat(second.toByteArray()).isEqualTo(first);
        }
    }

    @Test
    void aTreeDeeperThanAnyPathIsRemoved() throws IOException {
        dev.sampan.linux.syscall.Names.mkdirat(root.number(), "deep", 0700);
        Fd at = Tree.directory(root, "deep");
        for (int i = 0; i < 5000; i++) {
            dev.sampan.linux.syscall.Names.mkdirat(at.number(), "d", 0700);
            Fd next = Tree.directory(at, "d");
            at.close();
            at = next;
        }
        at.close();
        Tree.remove(root, "deep");
        assertThat(Tree.names(root)).isEmpty();
    }

    private byte[] pack() throws IOException {
        var out = new ByteArrayOutputStream();
        new Pack(out).contents(root);
        return out.toByteArray();
    }

    private void unpack(TarBuilder tar) throws IOException {
        unpack(tar, TarLimits.DEFAULT);
    }

    private void unpack(TarBuilder tar, TarLimits limits) throws IOException {
        unpack(tar.bytes(), limits);
    }

    private void unpack(byte[] tar) throws IOException {
        unpack(tar, TarLimits.DEFAULT);
    }

    private void unpack(byte[] tar, TarLimits limits) throws IOException {
        try (var unpack = new Unpack(root, Whiteouts.OVERLAY)) {
            unpack.unpack(new ByteArrayInputStream(tar), limits);
        }
    }
}
