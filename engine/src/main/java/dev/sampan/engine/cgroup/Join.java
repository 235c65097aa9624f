package dev.sampan.engine.cgroup;

import java.util.List;
import java.util.Optional;

/** How a process that is about to start (or to exec) gets into the group. */
public sealed interface Join {

    /**
     * cgroup v1: the new process, while it has one thread, writes {@code 0} to each of these files, before it unshares its cgroup
     * namespace. They are {@code tasks} files: see the package's kernel facts.
     *
     * @param counting the one of them whose group refuses a fork when it has {@code pids.max} processes, and never one that moves in
     */
    record Tasks(List<String> files, Optional<String> counting) implements Join {}

    /** cgroup v2: open this directory with O_PATH and give it to clone3 with CLONE_INTO_CGROUP. */
    record Directory(String path) implements Join {}
}
