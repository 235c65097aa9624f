package dev.sampan.engine.cgroup;

import dev.sampan.linux.cgroup.Hierarchies;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The groups of one engine, below one parent. Other engines may have theirs below the same one: only a name tells them apart, so
 * nothing is removed here for being below the parent.
 */
public interface Cgroups {

    /**
     * @param parent the engine's {@code --cgroup-parent}, absolute in each hierarchy: {@code /sampan}. Made when the first group is.
     * @param memory the file in which it remembers the parents that it made for single containers
     */
    static Cgroups open(String parent, Path memory) {
        return open(parent, memory, Hierarchies.ofThisHost());
    }

    static Cgroups open(String parent, Path memory, Hierarchies hierarchies) {
        var names = new GroupNames(parent);
        var own = new MadeParents(memory);
        Groups.Trees trees = hierarchies.unified()
                ? new V2Groups(hierarchies.v2().orElseThrow(), names, own)
                : new V1Groups(hierarchies, names, own);
        return new Groups(trees, names);
    }

    /** What this host's groups can do: docker info and the warnings of create. */
    Features features();

    /**
     * Makes the group with its limits in place, empty. An empty one of that name that is there already is removed first.
     *
     * @param name a container's id: one path segment
     * @throws dev.sampan.engine.error.EngineException.Conflict when that one has processes: whoever made it, they are not ours
     * @throws dev.sampan.linux.syscall.ErrnoException when the kernel refuses a limit; nothing is left behind
     */
    default Cgroup create(String name, Resources resources) {
        return create("", name, resources);
    }

    /** The same below another parent, {@code --cgroup-parent} of a container; relative is below the engine's, empty is the engine's. */
    Cgroup create(String parent, String name, Resources resources);

    /** The same group before it is made: where a process will join it, and what removes it. */
    Cgroup planned(String parent, String name);

    /** One that an earlier daemon made, by its {@link Cgroup#path}. */
    Optional<Cgroup> find(String path);

    /** Removes the engine's parent from every hierarchy where it is empty: what a daemon that ends without containers does. */
    void removeParent();

    /** @param version 1 or 2; hybrid hosts are 1 */
    record Features(
            int version,
            boolean memory,
            boolean swap,
            boolean oomKillDisable,
            boolean cpuShares,
            boolean cpuCfs,
            boolean cpuset,
            boolean pids,
            boolean blkioWeight,
            boolean realtime,
            boolean freezer) {}
}
