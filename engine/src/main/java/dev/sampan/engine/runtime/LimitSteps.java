package dev.sampan.engine.runtime;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.oci.Process;
import dev.sampan.linux.launch.ProcessStep;
import java.util.List;

/** What a process may use by itself: setrlimit(2) and the kernel's choice of whom to kill. */
final class LimitSteps {

    /** RLIMIT_ numbers are their places here (asm-generic/resource.h; x86-64 and aarch64 alike). */
    private static final List<String> RESOURCES = List.of(
            "RLIMIT_CPU",
            "RLIMIT_FSIZE",
            "RLIMIT_DATA",
            "RLIMIT_STACK",
            "RLIMIT_CORE",
            "RLIMIT_RSS",
            "RLIMIT_NPROC",
            "RLIMIT_NOFILE",
            "RLIMIT_MEMLOCK",
            "RLIMIT_AS",
            "RLIMIT_LOCKS",
            "RLIMIT_SIGPENDING",
            "RLIMIT_MSGQUEUE",
            "RLIMIT_NICE",
            "RLIMIT_RTPRIO",
            "RLIMIT_RTTIME");

    private LimitSteps() {}

    static void oomScore(Process process, Steps steps) {
        if (process.oomScoreAdj() != null) {
            steps.add(
                    new ProcessStep.OomScore(process.oomScoreAdj()),
                    "the daemon's own would be inherited; through the host's /proc, which the container cannot have"
                            + " changed");
        }
    }

    static void rlimits(Process process, Steps steps) {
        OpenFiles.forContainers()
                .filter(limit -> process.rlimits().stream()
                        .noneMatch(asked -> asked.type().equals(limit.type())))
                .ifPresent(limit -> steps.add(
                        new ProcessStep.Rlimit(
                                RESOURCES.indexOf(limit.type()), limit.type(), limit.soft(), limit.hard()),
                        "what the daemon was started with; it has raised its own"));
        for (var limit : process.rlimits()) {
            int resource = RESOURCES.indexOf(limit.type());
            if (resource < 0) {
                throw new InvalidRequest("invalid rlimit type: " + limit.type());
            }
            steps.add(
                    new ProcessStep.Rlimit(resource, limit.type(), limit.soft(), limit.hard()),
                    "raising a hard limit needs CAP_SYS_RESOURCE, so before capabilities go");
        }
    }
}
