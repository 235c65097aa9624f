package dev.sampan.engine.cgroup;

import dev.sampan.engine.error.Undo;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import java.util.Optional;

/** What an engine does with groups is the same on both versions: made whole or not at all, and nobody else's removed. */
final class Groups implements Cgroups {

    private final Trees trees;
    private final GroupNames names;

    Groups(Trees trees, GroupNames names) {
        this.trees = trees;
        this.names = names;
    }

    /** Where the groups are: one tree of directories on version 2, one per hierarchy on version 1. A path is the same in all of them. */
    interface Trees {

        Features features();

        Cgroup group(String path);

        /** With those above it. Answers false when it was there already, in one of them at least. */
        boolean make(String path);

        boolean exists(String path);

        /** Where it is empty. */
        void remove(String path);

        /** What is known of groups above may not be true any more. */
        default void forget() {}
    }

    @Override
    public Features features() {
        return trees.features();
    }

    @Override
    public Cgroup planned(String parent, String name) {
        return trees.group(names.of(parent, name));
    }

    @Override
    public Cgroup create(String parent, String name, Resources resources) {
        String path = names.of(parent, name);
        try {
            return made(path, resources);
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
            // Another engine, or the end of another container, has taken the parent, which was empty, with it.
            trees.forget();
            return made(path, resources);
        }
    }

    private Cgroup made(String path, Resources resources) {
        Cgroup group = trees.group(path);
        try (var undo = new Undo()) {
            undo.add("remove cgroup " + path, () -> trees.remove(path));
            if (!trees.make(path)) {
                GroupNames.requireEmpty(group);
                group.delete();
                trees.forget();
                trees.make(path);
            }
            group.update(resources);
            undo.commit();
        }
        return group;
    }

    @Override
    public Optional<Cgroup> find(String path) {
        return trees.exists(path) ? Optional.of(trees.group(path)) : Optional.empty();
    }

    @Override
    public void removeParent() {
        trees.remove(names.parent());
    }
}
