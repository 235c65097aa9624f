package dev.sampan.linux.cgroup.v2;

import dev.sampan.linux.cgroup.Directory;

/** Documentation/admin-guide/cgroup-v2.rst, Cpuset. Lists like {@code 0-2,4}; a new group has its parent's. */
public record Cpuset(Directory group) {

    /** Writes cpuset.cpus. */
    public void cpus(String list) {
        group.write("cpuset.cpus", list);
    }

    /** Writes cpuset.mems. */
    public void mems(String list) {
        group.write("cpuset.mems", list);
    }
}
