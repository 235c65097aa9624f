package dev.sampan.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("state.json");
    }

    /** A number, or an exception of whatever kind. */
    private static Integer number(byte[] content) {
        return Integer.valueOf(new String(content, StandardCharsets.US_ASCII));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void onlyRootReadsIt() throws IOException {
        StateFile.replace(file, bytes("1"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(StateFile.read(file, StateFileTest::number)).contains(1);
    }

    @Test
    void oneThatIsNotThereIsNotDamaged() {
        assertThat(StateFile.read(file, StateFileTest::number)).isEmpty();
        assertThat(StateFile.isDamaged(file)).isFalse();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aDamagedOneIsSetAsideUnderAFreeName() throws IOException {
        for (String content : new String[] {"", "garbage"}) {
            Files.writeString(file, content);
            assertThat(StateFile.read(file, StateFileTest::number)).isEmpty();
            assertThat(StateFile.isDamaged(file)).isTrue();
        }
        assertThat(directory.resolve("state.json.damaged")).hasContent("");
        assertThat(directory.resolve("state.json.damaged-2")).hasContent("garbage");
        StateFile.replace(file, bytes("2"));
        assertThat(StateFile.isDamaged(file)).isFalse();
    }

    /** On a full disk, say. */
    @Test
    void aGoodCopyStaysWhenItCannotTakeItsFilesPlace() throws IOException {
        StateFile.copy(file, bytes("3"));
        Files.write(file, bytes("garbage"));
        Files.createDirectory(directory.resolve(".state.json.new"));
        assertThat(StateFile.readOrCopy(file, StateFileTest::number)).contains(3);
        assertThat(StateFile.readOrCopy(file, StateFileTest::number)).contains(3);
    }

    @Test
    void aDirectoryInItsPlaceIsSetAsideToo() throws IOException {
        Files.createDirectory(file);
        assertThat(StateFile.read(file, StateFileTest::number)).isEmpty();
        assertThat(directory.resolve("state.json.damaged")).isDirectory();
    }

    /** As on a disk that fails: it answers EIO. */
    @Test
    void oneThatCannotBeReadIsToldAndStays() throws IOException {
        Files.createSymbolicLink(file, Path.of("/proc/self/mem"));
        assertThatThrownBy(() -> StateFile.read(file, StateFileTest::number))
                .hasMessage("read state file " + file + ": Input/output error");
        assertThat(StateFile.isDamaged(file)).isFalse();
        assertThat(file).isSymbolicLink();
    }

    @Test
    void theCopyTakesItsPlace() throws IOException {
        StateFile.replace(file, bytes("3"));
        StateFile.copy(file, bytes("3"));
        Files.writeString(file, "");
        assertThat(StateFile.readOrCopy(file, StateFileTest::number)).contains(3);
        assertThat(directory.resolve("state.json.damaged")).exists();
    }

    @Test
    void whyItCouldNotBeWrittenIsToldThoughWhatIsLeftCannotBeRemovedEither() throws IOException {
        Files.createDirectories(directory.resolve(".state.json.new/in the way"));
        assertThatThrownBy(() -> StateFile.replace(file, bytes("1"))).hasMessageContaining("Is a directory");
    }

    @Test
    void theRootsAreForRootAlone() throws IOException {
        Path loose = Files.createDirectory(directory.resolve("data"));
        Files.createDirectory(loose.resolve("containers"));
        Files.setPosixFilePermissions(loose, PosixFilePermissions.fromString("rwxr-xr-x"));
        var places = new Places(loose, directory.resolve("run/exec"));
        places.make();
        assertThat(mode(places.dataRoot())).isEqualTo("rwx--x---");
        assertThat(mode(places.execRoot())).isEqualTo("rwx--x---");
        for (Path below : new Path[] {
            places.containers(), places.volumes(), places.networks(), places.processes(), places.explanations()
        }) {
            assertThat(mode(below)).as(below.toString()).isEqualTo("rwx------");
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
