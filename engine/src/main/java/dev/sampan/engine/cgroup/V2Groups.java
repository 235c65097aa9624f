package dev.sampan.engine.cgroup;

import dev.sampan.linux.cgroup.Hierarchies.V2;
import dev.sampan.linux.cgroup.v2.Core;
import java.util.List;

/** Groups in the unified hierarchy. */
final class V2Groups implements Groups.Trees {

    private static final List<String> WANTED = List.of("cpuset", "cpu", "io", "memory", "pids");

    private final V2 hierarchy;
    private final GroupNames names;
    private final MadeParents own;

    V2Groups(V2 hierarchy, GroupNames names, MadeParents own) {
        this.hierarchy = hierarchy;
        this.names = names;
        this.own = own;
    }

    @Override
    public Cgroups.Features features() {
        var has = hierarchy.controllers();
        boolean cpu = has.contains("cpu");
        // Swap accounting shows in groups only, never in the root.
        boolean swap = has.contains("memory") && new java.io.File("/proc/swaps").exists();
        return new Cgroups.Features(
                2,
                has.contains("memory"),
                swap,
                false,
                cpu,
                cpu,
                has.contains("cpuset"),
                has.contains("pids"),
                has.contains("io"),
                false,
                true);
    }

    @Override
    public Cgroup group(String path) {
        return new V2Group(path, hierarchy, own);
    }

    @Override
    public boolean make(String path) {
        var controllers =
                hierarchy.controllers().stream().filter(WANTED::contains).toList();
        var above = hierarchy.directory("");
        boolean made = false;
        for (var step : GroupNames.chain(path)) {
            new Core(above).enableBelow(controllers);
            above = hierarchy.directory(step);
            made = above.make();
            if (made && !step.equals(path) && !names.isOwn(step)) {
                own.add(above);
            }
        }
        return made;
    }

    @Override
    public boolean exists(String path) {
        return hierarchy.directory(path).exists();
    }

    @Override
    public void remove(String path) {
        hierarchy.directory(path).remove();
    }
}
