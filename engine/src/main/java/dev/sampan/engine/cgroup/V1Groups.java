package dev.sampan.engine.cgroup;

import dev.sampan.engine.error.Undo;
import dev.sampan.linux.cgroup.Directory;
import dev.sampan.linux.cgroup.Hierarchies;
import dev.sampan.linux.cgroup.Hierarchies.V1;
import dev.sampan.linux.cgroup.v1.Cpuset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Groups in every v1 hierarchy of the host, the named ones too: a service manager that tracks those must not take us for its own. */
final class V1Groups implements Cgroups {

    private final Hierarchies hierarchies;
    private final GroupNames names;

    V1Groups(Hierarchies hierarchies, GroupNames names) {
        this.hierarchies = hierarchies;
        this.names = names;
    }

    @Override
    public Features features() {
        return new Features(
                1,
                has("memory"),
                root("memory").filter(d -> d.has("memory.memsw.limit_in_bytes")).isPresent(),
                has("memory"),
                root("cpu").filter(d -> d.has("cpu.shares")).isPresent(),
                root("cpu").filter(d -> d.has("cpu.cfs_quota_us")).isPresent(),
                has("cpuset"),
                has("pids"),
                root("blkio").filter(d -> d.has("blkio.weight")).isPresent(),
                has("freezer"));
    }

    private boolean has(String controller) {
        return hierarchies.with(controller).isPresent();
    }

    private Optional<Directory> root(String controller) {
        return hierarchies.with(controller).map(h -> h.directory(""));
    }

    @Override
    public Cgroup create(String parent, String name, Resources resources) {
        var path = names.of(parent, name);
        var group = new V1Group(path, hierarchies);
        try (var undo = new Undo()) {
            for (var hierarchy : hierarchies.v1()) {
                undo.add(
                        "remove cgroup " + path, () -> hierarchy.directory(path).remove());
                if (!make(hierarchy, path)) {
                    group.delete();
                    make(hierarchy, path);
                }
            }
            group.update(resources);
            undo.commit();
        }
        return group;
    }

    /** @return false when the last one is there already */
    private static boolean make(V1 hierarchy, String path) {
        var directory = hierarchy.directory(path);
        boolean cpuset = hierarchy.has("cpuset");
        if (!cpuset
                && hierarchy.directory(path.substring(0, path.lastIndexOf('/'))).exists()) {
            return directory.make();
        }
        boolean made = false;
        var above = new Cpuset(hierarchy.directory(""));
        for (var step : GroupNames.chain(path)) {
            var group = hierarchy.directory(step);
            made = group.make();
            if (cpuset) {
                var set = new Cpuset(group);
                set.inherit(above);
                above = set;
            }
        }
        return made;
    }

    @Override
    public Optional<Cgroup> find(String path) {
        return hierarchies.v1().stream().anyMatch(h -> h.directory(path).exists())
                ? Optional.of(new V1Group(path, hierarchies))
                : Optional.empty();
    }

    @Override
    public void reconcile(Set<String> keptNames) {
        for (var path : leftovers(keptNames)) {
            new V1Group(path, hierarchies).delete();
        }
    }

    private List<String> leftovers(Set<String> keptNames) {
        var result = new ArrayList<String>();
        for (var hierarchy : hierarchies.v1()) {
            for (var child : hierarchy.directory(names.parent()).children()) {
                var name = child.path().substring(child.path().lastIndexOf('/') + 1);
                var path = names.parent() + "/" + name;
                if (!keptNames.contains(name) && !result.contains(path)) {
                    result.add(path);
                }
            }
        }
        return result;
    }

    @Override
    public void removeParent() {
        hierarchies.v1().forEach(h -> h.directory(names.parent()).remove());
    }
}
