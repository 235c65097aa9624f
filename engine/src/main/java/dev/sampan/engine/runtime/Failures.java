package dev.sampan.engine.runtime;

import dev.sampan.engine.oci.Process;
import dev.sampan.linux.launch.CloneStep;
import dev.sampan.linux.launch.LaunchException;
import dev.sampan.linux.launch.LaunchPlan;
import dev.sampan.linux.launch.MountStep;
import dev.sampan.linux.launch.PathStep;
import dev.sampan.linux.launch.Planned;
import dev.sampan.linux.launch.ProcessStep;
import dev.sampan.linux.launch.Step;
import dev.sampan.linux.launch.SyncStep;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.Processes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What failed in a launch, in the words of runc that Docker's clients know. */
final class Failures {

    private static final String SYSCTLS = "/proc/sys/";

    /** Docker's question; for a file onto a directory mount(2) says ENOTDIR, move_mount(2) EINVAL. */
    private static final String MISMATCH = ": " + Errno.ENOTDIR.text()
            + ": Are you trying to mount a directory onto a file (or vice-versa)?"
            + " Check if the specified host path exists and is the expected type";

    private Failures() {}

    /** @param signal that ended the process, or 0 */
    static LaunchFailure of(LaunchException failed, LaunchPlan plan, Process process, int signal) {
        var command = Command.of(process);
        if (failed.isExec()) {
            return notExecuted(failed, command);
        }
        var step = step(plan, failed.step());
        if (step.isPresent() && step.get() instanceof SyncStep.RefuseDirectory) {
            return new LaunchFailure(
                    quoted(command) + ": is a directory: permission denied", LaunchFailure.NOT_EXECUTABLE, failed);
        }
        if (step.isPresent() && step.get() instanceof PathStep.Chdir chdir) {
            return new LaunchFailure(
                    "chdir to cwd (\"" + chdir.path() + "\") set in config.json failed: "
                            + failed.errno().text(),
                    exitCode(failed.errno()),
                    failed);
        }
        if (failed.errno() == Errno.ENOTDIR
                || failed.errno() == Errno.EINVAL
                        && step.filter(MountStep.Attach.class::isInstance).isPresent()) {
            return new LaunchFailure(failed.getMessage() + MISMATCH, LaunchFailure.NOT_FOUND, failed);
        }
        if (failed.errno() == Errno.UNKNOWN && signal == Processes.SIGSYS) {
            return new LaunchFailure(
                    failed.getMessage() + ": the seccomp profile kills it there", LaunchFailure.OTHER, failed);
        }
        String reason =
                failed.errno() == Errno.UNKNOWN ? "" : ": " + failed.errno().text();
        return new LaunchFailure(
                step.map(Failures::sysctl).orElse("") + failed.getMessage() + reason, exitCode(failed.errno()), failed);
    }

    private static String sysctl(Step step) {
        return step instanceof PathStep.WriteFile write && write.path().startsWith(SYSCTLS)
                ? "write sysctl key " + write.path().substring(SYSCTLS.length()).replace('/', '.') + ": "
                : "";
    }

    private static LaunchFailure notExecuted(LaunchException failed, Command command) {
        if (!command.isPath() && (failed.errno() == Errno.ENOENT || failed.errno() == Errno.EACCES)) {
            // A file in the PATH that is not executable counts as not there, as for Go's LookPath.
            return new LaunchFailure(
                    quoted(command) + ": executable file not found in $PATH", LaunchFailure.NOT_FOUND, failed);
        }
        String reason = failed.errno() == Errno.ENOENT
                ? "stat " + command.name() + ": " + failed.errno().text()
                : failed.errno().text();
        return new LaunchFailure(quoted(command) + ": " + reason, exitCode(failed.errno()), failed);
    }

    private static String quoted(Command command) {
        return "exec: \"" + command.name() + "\"";
    }

    /** Docker reads it off the text: permission denied is 126, no such file is 127. */
    private static int exitCode(Errno errno) {
        return switch (errno) {
            case EACCES -> LaunchFailure.NOT_EXECUTABLE;
            case ENOENT, ENOTDIR -> LaunchFailure.NOT_FOUND;
            default -> LaunchFailure.OTHER;
        };
    }

    /** Steps are numbered from 1 on as they are listed, a clone's own right behind it. */
    private static Optional<Step> step(LaunchPlan plan, int number) {
        var flat = new ArrayList<Step>();
        flatten(plan.steps(), flat);
        return number < 1 || number > flat.size() ? Optional.empty() : Optional.of(flat.get(number - 1));
    }

    private static void flatten(List<Planned> steps, List<Step> flat) {
        for (Planned planned : steps) {
            flat.add(planned.step());
            switch (planned.step()) {
                case ProcessStep.Clone clone -> flatten(clone.child(), flat);
                case CloneStep.Intermediate clone -> flatten(clone.steps(), flat);
                case CloneStep.Sibling clone -> flatten(clone.child(), flat);
                case ProcessStep.RunInit init -> flatten(init.command(), flat);
                default -> {}
            }
        }
    }
}
