package dev.sampan.linux.cgroup.v1;

import dev.sampan.linux.cgroup.Directory;

/** Documentation/admin-guide/cgroup-v1/cpuacct.rst. Nanoseconds. */
public record Cpuacct(Directory group) {

    public long usage() {
        return group.number("cpuacct.usage", 0);
    }

    public long user() {
        return group.number("cpuacct.usage_user", 0);
    }

    public long system() {
        return group.number("cpuacct.usage_sys", 0);
    }
}
