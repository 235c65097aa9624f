package dev.sampan.linux.cgroup.v1;

import dev.sampan.linux.cgroup.Directory;

/** Documentation/admin-guide/cgroup-v1/memory.rst. Bytes; -1 is no limit. */
public record Memory(Directory group) {

    /** Whether swap is counted: a kernel option. */
    public boolean countsSwap() {
        return group.has("memory.memsw.limit_in_bytes");
    }

    /** Writes memory.limit_in_bytes. EBUSY when more is in use and cannot be reclaimed. */
    public void limit(long bytes) {
        group.write("memory.limit_in_bytes", bytes);
    }

    public long limit() {
        return unlimited(group.number("memory.limit_in_bytes", Directory.MAX));
    }

    /** Writes memory.memsw.limit_in_bytes: memory and swap together, never below {@link #limit}. */
    public void limitWithSwap(long bytes) {
        group.write("memory.memsw.limit_in_bytes", bytes);
    }

    /** Writes memory.soft_limit_in_bytes. */
    public void softLimit(long bytes) {
        group.write("memory.soft_limit_in_bytes", bytes);
    }

    /** Writes memory.swappiness, 0 to 100. */
    public void swappiness(long percent) {
        group.write("memory.swappiness", percent);
    }

    /** Writes memory.oom_control: processes wait instead of being killed. */
    public void oomKillDisable(boolean disable) {
        group.write("memory.oom_control", disable ? "1" : "0");
    }

    /** From memory.oom_control; counted since Linux 4.13. */
    public long oomKills() {
        return group.table("memory.oom_control").getOrDefault("oom_kill", 0L);
    }

    public long usage() {
        return group.number("memory.usage_in_bytes", 0);
    }

    public long inactiveFile() {
        return group.table("memory.stat").getOrDefault("total_inactive_file", 0L);
    }

    /** No limit reads as the largest page-aligned long. */
    private static long unlimited(long bytes) {
        return bytes >= Long.MAX_VALUE - 65536 ? Directory.MAX : bytes;
    }
}
