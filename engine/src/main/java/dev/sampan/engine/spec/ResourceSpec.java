package dev.sampan.engine.spec;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a container may use of the machine; empty is whatever the kernel gives.
 *
 * @param parent of its group, from the root of the hierarchy; empty for the engine's own
 * @param processes at most so many at once, threads too; -1 for no limit
 */
public record ResourceSpec(String parent, Memory memory, Cpu cpu, OptionalLong processes, Disks disks) {

    /**
     * Numbers are bytes, -1 for no limit.
     *
     * @param withSwap memory and swap together
     * @param reservation what is left to it when memory becomes scarce
     * @param swappiness 0 to 100
     * @param neverKilled it waits for memory instead (cgroup v1)
     */
    public record Memory(
            OptionalLong limit,
            OptionalLong withSwap,
            OptionalLong reservation,
            OptionalLong swappiness,
            boolean neverKilled) {}

    /**
     * Times are microseconds.
     *
     * @param shares relative to other groups; the kernel's default is 1024
     * @param quota of each period; -1 for no limit
     * @param realtimeRuntime of each realtimePeriod (cgroup v1)
     * @param cpus as cpuset(7) lists them; empty for all
     * @param nodes of memory, likewise
     */
    public record Cpu(
            OptionalLong shares,
            OptionalLong quota,
            OptionalLong period,
            OptionalLong realtimeRuntime,
            OptionalLong realtimePeriod,
            String cpus,
            String nodes) {}

    /**
     * Disks are named by the path of their device on the host, which is looked at when the container starts.
     *
     * @param weight relative to other groups, 10 to 1000
     * @param readBytes a second, and so on
     */
    public record Disks(
            OptionalInt weight,
            List<Weight> weights,
            List<Rate> readBytes,
            List<Rate> writtenBytes,
            List<Rate> reads,
            List<Rate> writes) {}

    public record Weight(String device, int weight) {}

    public record Rate(String device, long perSecond) {}

    /** The group's parent where it is not the engine's. */
    public Optional<String> ownParent() {
        return parent.isEmpty() ? Optional.empty() : Optional.of(parent);
    }
}
