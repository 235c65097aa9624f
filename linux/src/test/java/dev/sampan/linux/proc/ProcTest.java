package dev.sampan.linux.proc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcTest {
    @Test
    void aProcessNameMayHoldParenthesesAndSpaces() {
        var stat =
                ProcessStat.parse("4242 (a) b (c) S 1 4242 4243 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 987654 1 2 3\n");
        assertThat(stat).isEqualTo(new ProcessStat(4242, "a) b (c", 'S', 1, 4243, 987654));
    }

    @Test
    void thisProcessIsAliveAndANumberBeyondAllIsNot() {
        var pid = (int) ProcessHandle.current().pid();
        var start = ProcessStat.of(pid).orElseThrow().startTime();
        assertThat(ProcessStat.isAlive(pid, start)).isTrue();
        assertThat(ProcessStat.isAlive(pid, start + 1)).isFalse();
        assertThat(ProcessStat.of(0x3fffffff)).isEmpty();
    }

    @Test
    void mountsAreReadWithEscapesAndOptionalFields() {
        var mounts = MountInfo.parse(
                "36 35 98:0 /mnt1 /mnt2\\040with\\134space rw,noatime master:1 shared:7 - ext3 /dev/root rw,errors=continue\n"
                        + "40 36 0:5 / /proc rw - proc proc rw\n");
        assertThat(mounts.getFirst().target()).isEqualTo("/mnt2 with\\space");
        assertThat(mounts.getFirst().propagation()).containsExactly("master:1", "shared:7");
        assertThat(mounts.getLast().propagation()).isEmpty();
        assertThat(mounts.getLast().type()).isEqualTo("proc");
        assertThat(MountInfo.ofSelf()).anyMatch(mount -> mount.target().equals("/"));
    }

    @Test
    void whatIsMissingIsNamedWithWhatHelps() {
        assertThat(KernelProbe.missing(KernelVersion.parse("6.1.0-18-amd64"), true, true, path -> true))
                .isEmpty();
        assertThat(KernelProbe.missing(
                        KernelVersion.parse("5.10.0-30-amd64"), false, false, path -> !path.endsWith("/ns/pid")))
                .containsExactly(
                        "Linux 5.15 or newer is needed, this is 5.10.0-30-amd64",
                        "root is needed: run it with sudo",
                        "the kernel is built without CONFIG_PID_NS (pid namespaces)",
                        "the kernel is built without CONFIG_SECCOMP_FILTER");
    }

    @Test
    void versionsCompareByNumber() {
        var version = KernelVersion.parse("6.1.0-18-amd64");
        assertThat(version.atLeast(5, 15)).isTrue();
        assertThat(version.atLeast(6, 5)).isFalse();
        assertThat(KernelVersion.parse("6.10")).isGreaterThan(KernelVersion.parse("6.9"));
        assertThat(KernelVersion.host().atLeast(5, 15)).isTrue();
    }
}
