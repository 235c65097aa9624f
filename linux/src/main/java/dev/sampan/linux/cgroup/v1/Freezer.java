package dev.sampan.linux.cgroup.v1;

import dev.sampan.linux.cgroup.Directory;

/** Documentation/admin-guide/cgroup-v1/freezer-subsystem.rst. */
public record Freezer(Directory group) {

    /** Writes freezer.state. */
    public void freeze() {
        group.write("freezer.state", "FROZEN");
    }

    /** Writes freezer.state. */
    public void thaw() {
        group.write("freezer.state", "THAWED");
    }

    /** All processes stand still. Reading it makes the kernel look again: there is no event. */
    public boolean frozen() {
        return group.find("freezer.state").orElse("").equals("FROZEN");
    }
}
