package dev.sampan.engine.runtime;

import static dev.sampan.linux.syscall.Mounts.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MountOptionsTest {

    @Test
    void sortsWhatTheMountTheFileSystemAndThePropagationWant() {
        var options = MountOptions.parse(List.of(
                "rbind", "ro", "nosuid", "noexec", "noatime", "rslave", "sync", "size=64k", "mode=755", "defaults"));
        assertThat(options.set())
                .isEqualTo(MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC | MOUNT_ATTR_NOATIME);
        assertThat(options.clear()).isEqualTo(MOUNT_ATTR__ATIME);
        assertThat(options.propagation()).contains(MS_SLAVE);
        assertThat(options.propagationRecursive()).isTrue();
        assertThat(options.recursive()).isTrue();
        assertThat(options.flags()).containsExactly("sync");
        assertThat(options.data()).containsExactly("size=64k", "mode=755");
    }

    @Test
    void theLastOfTwoContraryOptionsWins() {
        assertThat(MountOptions.parse(List.of("ro", "rw")).set()).isZero();
        assertThat(MountOptions.parse(List.of("rw", "ro")).set()).isEqualTo(MOUNT_ATTR_RDONLY);
        assertThat(MountOptions.parse(List.of("nodev", "dev")).clear()).isEqualTo(MOUNT_ATTR_NODEV);
    }

    @Test
    void recursiveOptionsAreKeptApart() {
        var options = MountOptions.parse(List.of("rro", "rnosuid", "rexec", "private"));
        assertThat(options.set()).isZero();
        assertThat(options.recursiveSet()).isEqualTo(MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID);
        assertThat(options.recursiveClear()).isEqualTo(MOUNT_ATTR_NOEXEC);
        assertThat(options.propagation()).contains(MS_PRIVATE);
        assertThat(options.propagationRecursive()).isFalse();
    }
}
