package dev.sampan.linux.cgroup.v2;

import dev.sampan.linux.cgroup.Directory;
import java.util.Map;

/** Documentation/admin-guide/cgroup-v2.rst, CPU. Microseconds. */
public record Cpu(Directory group) {

    /** Writes cpu.weight, 1 to 10000. */
    public void weight(long weight) {
        group.write("cpu.weight", weight);
    }

    /** Writes cpu.max; a quota of {@link Directory#MAX} is no limit. */
    public void max(long quota, long period) {
        group.write("cpu.max", (quota == Directory.MAX ? "max" : Long.toString(quota)) + " " + period);
    }

    /** Quota and period as they are, the quota {@link Directory#MAX} without one. */
    public long[] max() {
        var fields = group.find("cpu.max").orElse("max 100000").split(" ");
        return new long[] {
            fields[0].equals("max") ? Directory.MAX : Long.parseLong(fields[0]), Long.parseLong(fields[1])
        };
    }

    /** usage_usec, user_usec, system_usec, nr_periods, nr_throttled, throttled_usec. */
    public Map<String, Long> stat() {
        return group.table("cpu.stat");
    }
}
