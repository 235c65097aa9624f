package dev.sampan.engine.runtime;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.oci.Process;
import dev.sampan.linux.launch.ProcessStep;
import java.util.List;
import java.util.Optional;

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

    /**
     * For an intermediate process, which has the command's user and clones it: the two are counted together for a moment, so that the
     * limit of processes is one more until {@link #processes}.
     */
    static Process withRoomForOne(Process process, Steps steps) {
        processLimit(process)
                .ifPresent(limit -> steps.add(
                        rlimit(
                                limit,
                                limit.soft() + 1,
                                limit.hard() == -1 ? -1 : Math.max(limit.hard(), limit.soft() + 1)),
                        "this process and the one that it clones are of one user: one more than the command may have"));
        return process.rlimits(process.rlimits().stream()
                .filter(limit -> !isProcessLimit(limit))
                .toList());
    }

    /** In the process that was cloned. A filter that forbids both calls for it leaves the command one process more. */
    static void processes(Process process, Steps steps) {
        processLimit(process)
                .ifPresent(limit -> steps.add(
                        rlimit(limit, limit.soft(), limit.hard()), "as asked for; lowering it needs no capability"));
    }

    private static Optional<Process.Rlimit> processLimit(Process process) {
        return process.rlimits().stream().filter(LimitSteps::isProcessLimit).findFirst();
    }

    private static boolean isProcessLimit(Process.Rlimit limit) {
        return limit.type().equals("RLIMIT_NPROC") && limit.soft() != -1;
    }

    private static ProcessStep.Rlimit rlimit(Process.Rlimit limit, long soft, long hard) {
        return new ProcessStep.Rlimit(RESOURCES.indexOf(limit.type()), limit.type(), soft, hard, false);
    }
}
