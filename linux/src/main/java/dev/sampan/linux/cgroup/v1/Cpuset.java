package dev.sampan.linux.cgroup.v1;

import dev.sampan.linux.cgroup.Directory;

/** Documentation/admin-guide/cgroup-v1/cpusets.rst. Lists like {@code 0-2,4}. */
public record Cpuset(Directory group) {

    /** Writes cpuset.cpus. */
    public void cpus(String list) {
        group.write("cpuset.cpus", list);
    }

    /** Writes cpuset.mems. */
    public void mems(String list) {
        group.write("cpuset.mems", list);
    }

    public String cpus() {
        return group.read("cpuset.cpus");
    }

    public String mems() {
        return group.read("cpuset.mems");
    }

    /** A new group has neither processors nor memory, and nothing can join it before it has. */
    public void inherit(Cpuset parent) {
        cpus(parent.cpus());
        mems(parent.mems());
    }
}
