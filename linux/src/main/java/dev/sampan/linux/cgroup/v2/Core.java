package dev.sampan.linux.cgroup.v2;

import dev.sampan.linux.cgroup.Directory;
import java.util.Collection;

/** Documentation/admin-guide/cgroup-v2.rst, Core Interface Files. */
public record Core(Directory group) {

    /** Writes cgroup.subtree_control: groups below get these controllers. */
    public void enableBelow(Collection<String> controllers) {
        var missing = controllers.stream()
                .filter(c -> !(" " + group.read("cgroup.subtree_control") + " ").contains(" " + c + " "))
                .map(c -> "+" + c)
                .toList();
        if (!missing.isEmpty()) {
            group.write("cgroup.subtree_control", String.join(" ", missing));
        }
    }

    /** Writes cgroup.kill: SIGKILL to every process in here and below, frozen ones too (Linux 5.14). */
    public void kill() {
        group.write("cgroup.kill", "1");
    }

    /** Whether a process is left in here or below; false when the group is gone. From cgroup.events. */
    public boolean populated() {
        return group.table("cgroup.events").getOrDefault("populated", 0L) == 1;
    }
}
