package dev.sampan.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {

    @TempDir
    Path root;

    private Path directory;

    @BeforeEach
    void name() {
        directory = root.resolve("volumes");
    }

    @Test
    void isForRootAloneAndItsParentsAreAsTheHostMakesThem() throws IOException {
        StateDirectory.make(directory.resolve("a/b"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("a/b"))))
                .isEqualTo("rwx------");
        assertThat(Files.getPosixFilePermissions(directory))
                .isEqualTo(Files.getPosixFilePermissions(Files.createDirectory(root.resolve("other"))));
    }

    @Test
    void aFileInItsPlaceIsSetAside() throws IOException {
        Files.writeString(directory, "somebody's");
        assertThat(StateDirectory.make(directory)).isEmptyDirectory();
        assertThat(root.resolve("volumes.damaged")).hasContent("somebody's");
    }

    @Test
    void aFileIsRefusedWhereAnEmptyDirectoryWouldHaveOthersSwept() throws IOException {
        Files.writeString(directory, "somebody's");
        assertThatThrownBy(() -> StateDirectory.demand(directory)).hasMessage(directory + " is no directory");
        assertThatThrownBy(() -> StateDirectory.demand(directory.resolve("a/b")))
                .hasMessage(directory + " is no directory");
        assertThat(directory).hasContent("somebody's");
    }

    @Test
    void aLinkIsFollowedAndRefusedWhereItLeadsNowhere() throws IOException {
        Path disk = root.resolve("disk");
        Files.createSymbolicLink(directory, disk);
        assertThatThrownBy(() -> StateDirectory.make(directory))
                .hasMessage(directory + " is a link to " + disk + ", which is no directory");
        Files.createDirectory(disk);
        assertThat(StateDirectory.make(directory)).isDirectory();
        assertThat(directory).isSymbolicLink();
    }
}
