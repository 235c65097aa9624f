package dev.sampan.linux.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.trace.Traced;
import dev.sampan.linux.trace.Tracer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallTest {
    @TempDir
    Path place;

    @Test
    void anErrorReadsAsTheCallWithItsArgumentsAndTheReason() {
        assertThatThrownBy(() -> Names.mkdirat(Files.AT_FDCWD, "/no/such/place", 0755))
                .isInstanceOfSatisfying(
                        ErrnoException.class,
                        failed -> assertThat(failed.is(Errno.ENOENT)).isTrue())
                .hasMessage("mkdirat(AT_FDCWD, \"/no/such/place\", 0755) -> ENOENT (no such file or directory)");
    }

    @Test
    void aRiddleGetsAHint() {
        assertThatThrownBy(() -> Mounts.pivotRoot(place.toString(), place.toString()))
                .hasMessageStartingWith("pivot_root(\"" + place)
                .hasMessageContaining("-> E")
                .hasMessageContaining("): ");
    }

    @Test
    void aTracerSeesEveryCallOfItsScopeAndNoOther() throws Exception {
        var seen = new ArrayList<Traced>();
        Tracer.during(seen::add, () -> {
            Names.mkdirat(Files.AT_FDCWD, place + "/new", 0700);
            return null;
        });
        Names.mkdirat(Files.AT_FDCWD, place + "/other", 0700);
        assertThat(seen).hasSize(1);
        assertThat(seen.getFirst().text()).isEqualTo("mkdirat(AT_FDCWD, \"" + place + "/new\", 0700)");
        assertThat(seen.getFirst().result()).isEqualTo("0");
        assertThat(seen.getFirst().nanoseconds()).isPositive();
    }

    @Test
    void resolutionStaysBelowItsRoot() throws Exception {
        java.nio.file.Files.createSymbolicLink(place.resolve("escape"), Path.of("/etc"));
        java.nio.file.Files.createDirectory(place.resolve("etc"));
        java.nio.file.Files.writeString(place.resolve("etc/passwd"), "inside");
        try (var root = Files.open(place.toString(), Files.O_PATH | Files.O_DIRECTORY);
                var file = Files.openat2(root.number(), "escape/passwd", Files.O_RDONLY, 0, Files.RESOLVE_IN_ROOT)) {
            assertThat(new String(Content.readAll(file.number()), StandardCharsets.UTF_8))
                    .isEqualTo("inside");
            assertThatThrownBy(() ->
                            Files.openat2(root.number(), "escape/passwd", Files.O_RDONLY, 0, Files.RESOLVE_BENEATH))
                    .isInstanceOfSatisfying(
                            ErrnoException.class,
                            failed -> assertThat(failed.errno()).isEqualTo(Errno.EXDEV));
        }
    }

    @Test
    void namesOfADirectoryAreBytes() throws Exception {
        java.nio.file.Files.createFile(place.resolve("plain"));
        for (int i = 0; i < 1000; i++) java.nio.file.Files.createFile(place.resolve("file-with-a-longer-name-" + i));
        try (var directory = Files.open(place.toString(), Files.O_RDONLY | Files.O_DIRECTORY)) {
            assertThat(Names.getdents64(directory.number()))
                    .hasSize(1001)
                    .contains("plain".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void extendedAttributesComeBackAsTheyWereSet() throws Exception {
        var file = java.nio.file.Files.createFile(place.resolve("file")).toString();
        ExtendedAttributes.lsetxattr(file, "user.one", new byte[] {0, 1, (byte) 0xff}, ExtendedAttributes.XATTR_CREATE);
        assertThat(ExtendedAttributes.lgetxattr(file, "user.one").orElseThrow()).containsExactly(0, 1, 0xff);
        assertThat(ExtendedAttributes.llistxattr(file)).contains("user.one");
        assertThat(ExtendedAttributes.lgetxattr(file, "user.two")).isEmpty();
        ExtendedAttributes.lremovexattr(file, "user.one");
        assertThat(ExtendedAttributes.lgetxattr(file, "user.one")).isEmpty();
    }

    @Test
    void deviceNumbersArePackedAsTheKernelDoes() {
        for (var pair : new long[][] {{1, 3}, {259, 70000}, {4095, 255}, {5000, 1048575}}) {
            var device = Stat.device(pair[0], pair[1]);
            assertThat(Names.major(device)).isEqualTo(pair[0]);
            assertThat(Names.minor(device)).isEqualTo(pair[1]);
        }
        assertThat(Stat.device(1, 3)).isEqualTo(0x103);
    }

    @Test
    void aSealedMemoryFileCannotBeWritten() {
        try (var memory = MemoryFiles.memfdExecutable("test")) {
            Content.write(memory.number(), new byte[] {1});
            MemoryFiles.addSeals(memory.number(), MemoryFiles.F_SEAL_WRITE | MemoryFiles.F_SEAL_SEAL);
            assertThatThrownBy(() -> Content.write(memory.number(), new byte[] {2}))
                    .isInstanceOfSatisfying(
                            ErrnoException.class,
                            failed -> assertThat(failed.errno()).isEqualTo(Errno.EPERM));
        }
    }

    @Test
    void aClosedDescriptorIsClosedOnce() {
        var pipe = Pipes.pipe2(0);
        pipe.close();
        pipe.close();
        assertThat(pipe.reader().isOpen()).isFalse();
    }
}
