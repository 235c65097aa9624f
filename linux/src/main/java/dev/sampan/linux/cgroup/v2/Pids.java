package dev.sampan.linux.cgroup.v2;

import dev.sampan.linux.cgroup.Directory;

/** Documentation/admin-guide/cgroup-v2.rst, PID. Threads count. */
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
