package dev.sampan.engine.cgroup;

import dev.sampan.engine.error.Undo;
import dev.sampan.linux.cgroup.Hierarchies.V2;
import dev.sampan.linux.cgroup.v2.Core;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import java.util.List;
import java.util.Optional;

/** Groups in the unified hierarchy. */
final class V2Groups implements Cgroups {

    private static final List<String> WANTED = List.of("cpuset", "cpu", "io", "memory", "pids");

    private final V2 hierarchy;
    private final GroupNames names;

    V2Groups(V2 hierarchy, GroupNames names) {
        this.hierarchy = hierarchy;
        this.names = names;
    }

    @Override
    public Features features() {
        var has = hierarchy.controllers();
        boolean cpu = has.contains("cpu");
        // Swap accounting shows in groups only, never in the root.
        boolean swap = has.contains("memory") && new java.io.File("/proc/swaps").exists();
        return new Features(
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
    public Cgroup planned(String parent, String name) {
        return new V2Group(names.of(parent, name), hierarchy);
    }

    @Override
    public Cgroup create(String parent, String name, Resources resources) {
        var path = names.of(parent, name);
        try {
            return made(path, resources);
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
            // Another engine has just ended and taken the parent, which was empty, with it.
            return made(path, resources);
        }
    }

    private Cgroup made(String path, Resources resources) {
        var group = new V2Group(path, hierarchy);
        try (var undo = new Undo()) {
            undo.add("remove cgroup " + path, () -> hierarchy.directory(path).remove());
            if (!make(path)) {
                GroupNames.requireEmpty(group);
                group.delete();
                make(path);
            }
            group.update(resources);
            undo.commit();
        }
        return group;
    }

    private boolean make(String path) {
        var controllers =
                hierarchy.controllers().stream().filter(WANTED::contains).toList();
        var above = hierarchy.directory("");
        boolean made = false;
        for (var step : GroupNames.chain(path)) {
            new Core(above).enableBelow(controllers);
            above = hierarchy.directory(step);
            made = above.make();
        }
        return made;
    }

    @Override
    public Optional<Cgroup> find(String path) {
        return hierarchy.directory(path).exists() ? Optional.of(new V2Group(path, hierarchy)) : Optional.empty();
    }

    @Override
    public void removeParent() {
        hierarchy.directory(names.parent()).remove();
    }
}
