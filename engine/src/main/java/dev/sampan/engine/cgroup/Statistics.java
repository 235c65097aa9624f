package dev.sampan.engine.cgroup;

/**
 * What a group's processes have used.
 *
 * @param cpuNanos processor time, user and system
 * @param cpuUserNanos of it in user mode
 * @param cpuSystemNanos of it in the kernel
 * @param throttledPeriods how many quota periods ended throttled
 * @param throttledNanos time spent throttled
 * @param periods quota periods that passed
 * @param memoryBytes in use, page cache included
 * @param memoryInactiveFileBytes page cache that Docker's clients subtract
 * @param memoryLimitBytes the limit, or Long.MAX_VALUE
 * @param pids processes and threads
 * @param pidsLimit the limit, or Long.MAX_VALUE
 * @param readBytes from block devices
 * @param writtenBytes to block devices
 */
public record Statistics(
        long cpuNanos,
        long cpuUserNanos,
        long cpuSystemNanos,
        long periods,
        long throttledPeriods,
        long throttledNanos,
        long memoryBytes,
        long memoryInactiveFileBytes,
        long memoryLimitBytes,
        long pids,
        long pidsLimit,
        long readBytes,
        long writtenBytes) {}
