package dev.sampan.engine.cgroup;

import java.util.Optional;
import java.util.Set;

/** The groups of one engine: all below one parent, so that several daemons live side by side. */
public interface Cgroups {

    /**
     * @param parent the engine's {@code --cgroup-parent}, absolute in each hierarchy: {@code /sampan}. Made when it is missing.
     */
    static Cgroups open(String parent) {
        throw new IllegalStateException("cgroups are not there yet: " + parent);
    }

    /** What this host's groups can do: docker info and the warnings of create. */
    Features features();

    /**
     * Makes the group with its limits in place, empty.
     *
     * @param name a container's id: one path segment
     * @throws dev.sampan.engine.error.EngineException.SystemFailure when the kernel refuses a limit
     */
    Cgroup create(String name, Resources resources);

    /** The same below another parent, {@code --cgroup-parent} of a container; relative is below the engine's. */
    Cgroup create(String parent, String name, Resources resources);

    /** One that an earlier daemon made, by its {@link Cgroup#path}. */
    Optional<Cgroup> find(String path);

    /** Removes, with their processes, the groups below the engine's parent whose name is not kept: leftovers of interrupted work. */
    void reconcile(Set<String> keptNames);

    /**
     * @param version 1 or 2; hybrid hosts are 1
     */
    record Features(
            int version,
            boolean memory,
            boolean swap,
            boolean kernelMemory,
            boolean oomKillDisable,
            boolean cpuShares,
            boolean cpuCfs,
            boolean cpuset,
            boolean pids,
            boolean blkioWeight,
            boolean freezer) {}
}
