package dev.sampan.engine.runtime;

import dev.sampan.engine.cgroup.Join;
import dev.sampan.linux.launch.PathStep;
import dev.sampan.linux.launch.Ref;
import dev.sampan.linux.struct.StatFs;
import java.util.Optional;

/** Into the container's groups. On version 2 clone3 does it with CLONE_INTO_CGROUP, and there is no step. */
final class CgroupSteps {

    private CgroupSteps() {}

    static void joinVersion1(Optional<Join> join, Steps steps) {
        if (join.isPresent() && join.get() instanceof Join.Tasks tasks) {
            tasks.files().forEach(file -> join(file, steps));
        }
    }

    /** All but the group that counts processes, which would refuse what this process clones when it is full. */
    static void joinVersion1WithoutCounting(Optional<Join> join, Steps steps) {
        if (join.isPresent() && join.get() instanceof Join.Tasks tasks) {
            tasks.files().stream()
                    .filter(file -> !tasks.counting().equals(Optional.of(file)))
                    .forEach(file -> join(file, steps));
        }
    }

    private static void join(String file, Steps steps) {
        steps.add(
                new PathStep.WriteFile(Ref.CWD, file, "0", StatFs.CGROUP),
                "limits hold from here on; the host's path, before the root changes");
    }

    /** The {@code tasks} file of that group: the process that is to be counted moves itself into it. */
    static Optional<String> counting(Optional<Join> join) {
        return join.filter(Join.Tasks.class::isInstance).flatMap(j -> ((Join.Tasks) j).counting());
    }
}
