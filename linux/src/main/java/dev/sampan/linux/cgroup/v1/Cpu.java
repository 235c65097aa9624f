package dev.sampan.linux.cgroup.v1;

import dev.sampan.linux.cgroup.Directory;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import java.util.Map;

/** Documentation/scheduler/sched-bwc.rst. Microseconds. */
public record Cpu(Directory group) {

    /** Writes cpu.shares, 2 to 262144. */
    public void shares(long shares) {
        group.write("cpu.shares", shares);
    }

    /** Writes cpu.cfs_quota_us; -1 is no limit. */
    public void quota(long micros) {
        group.write("cpu.cfs_quota_us", micros);
    }

    /** Writes cpu.cfs_period_us. */
    public void period(long micros) {
        group.write("cpu.cfs_period_us", micros);
    }

    /** Both: the kernel checks each write against the other's value, so the order depends on what is set. */
    public void quotaAndPeriod(long quota, long period) {
        try {
            period(period);
            quota(quota);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EINVAL)) {
                throw e;
            }
            quota(quota);
            period(period);
        }
    }

    /** Writes cpu.rt_runtime_us: what real-time processes may use of each period. EINVAL when the group above has less. */
    public void realtimeRuntime(long micros) {
        group.write("cpu.rt_runtime_us", micros);
    }

    /** Writes cpu.rt_period_us. */
    public void realtimePeriod(long micros) {
        group.write("cpu.rt_period_us", micros);
    }

    /** nr_periods, nr_throttled, throttled_time in nanoseconds. */
    public Map<String, Long> stat() {
        return group.table("cpu.stat");
    }
}
