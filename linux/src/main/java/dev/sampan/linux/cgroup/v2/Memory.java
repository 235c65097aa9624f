package dev.sampan.linux.cgroup.v2;

import dev.sampan.linux.cgroup.Directory;

/** Documentation/admin-guide/cgroup-v2.rst, Memory. Bytes; {@link Directory#MAX} is no limit. */
public record Memory(Directory group) {

    public boolean countsSwap() {
        return group.has("memory.swap.max");
    }

    /** Writes memory.max. */
    public void max(long bytes) {
        group.write("memory.max", bytes);
    }

    public long max() {
        return group.number("memory.max", Directory.MAX);
    }

    /** Writes memory.swap.max: swap alone. */
    public void swapMax(long bytes) {
        group.write("memory.swap.max", bytes);
    }

    /** Writes memory.low: what is kept under pressure. */
    public void low(long bytes) {
        group.write("memory.low", bytes);
    }

    /** From memory.events. */
    public long oomKills() {
        return group.table("memory.events").getOrDefault("oom_kill", 0L);
    }

    public long usage() {
        return group.number("memory.current", 0);
    }

    public long inactiveFile() {
        return group.table("memory.stat").getOrDefault("inactive_file", 0L);
    }
}
