package dev.sampan.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HierarchiesTest {

    private static final String CGROUPS = """
            #subsys_name	hierarchy	num_cgroups	enabled
            cpuset	3	1	1
            cpu	1	1	1
            cpuacct	1	1	1
            memory	4	15	1
            """;

    @Test
    void aHybridHostHasItsControllersOnV1() {
        var found = Hierarchies.parse("""
                31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
                32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:5 - cgroup cgroup rw,cpu,cpuacct
                35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
                40 31 0:37 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,xattr,name=systemd
                41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
                50 31 0:32 / /elsewhere/memory rw,relatime - cgroup cgroup rw,memory
                """, CGROUPS);
        assertThat(found.unified()).isFalse();
        assertThat(found.v1()).hasSize(3);
        assertThat(found.with("cpuacct").orElseThrow().mount()).isEqualTo("/sys/fs/cgroup/cpu,cpuacct");
        assertThat(found.with("memory").orElseThrow().directory("/sampan/x").path())
                .isEqualTo("/sys/fs/cgroup/memory/sampan/x");
        assertThat(found.with("pids")).isEmpty();
        assertThat(found.v2().orElseThrow().mount()).isEqualTo("/sys/fs/cgroup/unified");
    }

    @Test
    void aHostOfTodayIsUnified() {
        var found = Hierarchies.parse(
                "35 24 0:30 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate,memory_recursiveprot\n",
                CGROUPS);
        assertThat(found.unified()).isTrue();
        assertThat(found.v1()).isEmpty();
    }

    /** systemd's own hierarchy may stay on v1 although every controller is on v2. */
    @Test
    void aNamedHierarchyHoldsNoController() {
        var found = Hierarchies.parse("""
                35 24 0:30 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
                40 31 0:37 / /a\\040b rw - cgroup cgroup rw,name=systemd
                """, CGROUPS);
        assertThat(found.unified()).isTrue();
        assertThat(found.v1().getFirst().mount()).isEqualTo("/a b");
    }
}
