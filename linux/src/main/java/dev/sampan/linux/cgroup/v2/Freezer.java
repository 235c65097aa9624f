package dev.sampan.linux.cgroup.v2;

import dev.sampan.linux.cgroup.Directory;

/** Documentation/admin-guide/cgroup-v2.rst, Core Interface Files: no controller, always there (Linux 5.2). */
public record Freezer(Directory group) {

    /** Writes cgroup.freeze. */
    public void freeze() {
        group.write("cgroup.freeze", "1");
    }

    /** Writes cgroup.freeze. */
    public void thaw() {
        group.write("cgroup.freeze", "0");
    }

    /** All processes stand still; from cgroup.events. */
    public boolean frozen() {
        return group.table("cgroup.events").getOrDefault("frozen", 0L) == 1;
    }
}
