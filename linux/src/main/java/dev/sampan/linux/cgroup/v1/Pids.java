package dev.sampan.linux.cgroup.v1;

import dev.sampan.linux.cgroup.Directory;

/** Documentation/admin-guide/cgroup-v1/pids.rst. Threads count. */
public record Pids(Directory group) {

    /** Writes pids.max; {@link Directory#MAX} is no limit. */
    public void max(long count) {
        group.write("pids.max", count);
    }

    public long max() {
        return group.number("pids.max", Directory.MAX);
    }

    public long current() {
        return group.number("pids.current", 0);
    }
}
