package dev.sampan.engine.cgroup;

import dev.sampan.linux.cgroup.Directory;
import dev.sampan.linux.cgroup.Hierarchies;
import dev.sampan.linux.cgroup.Hierarchies.V1;
import dev.sampan.linux.cgroup.v1.Cpuset;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Groups in every v1 hierarchy of the host, the named ones too: a service manager that tracks those must not take us for its own. */
final class V1Groups implements Groups.Trees {

    private final Hierarchies hierarchies;
    private final GroupNames names;
    private final MadeParents own;

    /** Parents that this engine has found to have what a group below needs. */
    private final Set<Directory> ready = ConcurrentHashMap.newKeySet();

    V1Groups(Hierarchies hierarchies, GroupNames names, MadeParents own) {
        this.hierarchies = hierarchies;
        this.names = names;
        this.own = own;
    }

    @Override
    public Cgroups.Features features() {
        return new Cgroups.Features(
                1,
                has("memory"),
                root("memory").filter(d -> d.has("memory.memsw.limit_in_bytes")).isPresent(),
                has("memory"),
                root("cpu").filter(d -> d.has("cpu.shares")).isPresent(),
                root("cpu").filter(d -> d.has("cpu.cfs_quota_us")).isPresent(),
                has("cpuset"),
                has("pids"),
                root("blkio").filter(d -> d.has("blkio.weight")).isPresent(),
                root("cpu").filter(d -> d.has("cpu.rt_runtime_us")).isPresent(),
                has("freezer"));
    }

    private boolean has(String controller) {
        return hierarchies.with(controller).isPresent();
    }

    private Optional<Directory> root(String controller) {
        return hierarchies.with(controller).map(h -> h.directory(""));
    }

    @Override
    public Cgroup group(String path) {
        return new V1Group(path, hierarchies, own);
    }

    @Override
    public boolean make(String path) {
        boolean made = true;
        for (var hierarchy : hierarchies.v1()) {
            made &= make(hierarchy, path);
        }
        return made;
    }

    /** @return false when it is there already */
    private boolean make(V1 hierarchy, String path) {
        var parent = hierarchy.directory(path.substring(0, path.lastIndexOf('/')));
        if (!ready.contains(parent)) {
            makeParents(hierarchy, path);
        }
        var group = hierarchy.directory(path);
        boolean made = group.make();
        if (made && hierarchy.has("cpuset")) {
            new Cpuset(group).inherit(new Cpuset(parent));
        }
        return made;
    }

    /** One thread at a time: nobody may join a group below one that has no processors yet. */
    private synchronized void makeParents(V1 hierarchy, String path) {
        var chain = GroupNames.chain(path);
        var above = hierarchy.directory("");
        for (var step : chain.subList(0, chain.size() - 1)) {
            var group = hierarchy.directory(step);
            if (group.make() && !names.isOwn(step)) {
                own.add(group);
            }
            if (hierarchy.has("cpuset") && new Cpuset(group).cpus().isEmpty()) {
                new Cpuset(group).inherit(new Cpuset(above));
            }
            above = group;
        }
        ready.add(above);
    }

    @Override
    public boolean exists(String path) {
        return hierarchies.v1().stream().anyMatch(h -> h.directory(path).exists());
    }

    @Override
    public void remove(String path) {
        hierarchies.v1().forEach(h -> h.directory(path).remove());
    }

    @Override
    public void forget() {
        ready.clear();
    }
}
