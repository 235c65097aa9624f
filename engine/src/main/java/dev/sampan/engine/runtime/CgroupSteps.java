package dev.sampan.engine.runtime;

import dev.sampan.engine.cgroup.Join;
import dev.sampan.linux.launch.PathStep;
import dev.sampan.linux.launch.Ref;
import dev.sampan.linux.syscall.Files;
import java.util.Optional;

/** Into the container's groups. On version 2 clone3 does it with CLONE_INTO_CGROUP, and there is no step. */
final class CgroupSteps {

    private CgroupSteps() {}

    static void joinVersion1(Optional<Join> join, Steps steps) {
        if (join.isPresent() && join.get() instanceof Join.Tasks tasks) {
            for (String file : tasks.files()) {
                steps.add(
                        new PathStep.WriteFile(Ref.CWD, file, "0", dev.sampan.linux.struct.StatFs.CGROUP),
                        "limits hold from here on; the host's path, before the root changes");
            }
        }
    }

    static int directoryFlags() {
        return Files.O_PATH | Files.O_DIRECTORY;
    }
}
