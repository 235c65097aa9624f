package dev.sampan.linux.launch;

import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.Hints;
import java.util.Optional;

/**
 * A launch did not reach its program. The message names the system call and the step:
 * {@code pivot_root(".", ".") -> EINVAL (step 23 of 61: make the overlay the root)}.
 */
public final class LaunchException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int step;
    private final Errno errno;
    private final boolean exec;
    private final String program;

    LaunchException(String message, int step, Errno errno, boolean exec) {
        this(message, step, errno, exec, "");
    }

    private LaunchException(String message, int step, Errno errno, boolean exec, String program) {
        super(message);
        this.program = program;
        this.step = step;
        this.errno = errno;
        this.exec = exec;
    }

    static LaunchException at(Op operation, Ops.Numbered step, int steps, Errno errno) {
        var hint = Hints.of(operation.call(), errno);
        return new LaunchException(
                (operation.isOwn() ? step.planned().step().title() : operation.text()) + " -> " + errno
                        + place(step, steps) + (hint.isEmpty() ? "" : ": " + hint),
                step.number(),
                errno,
                step.planned().step() instanceof ProcessStep.Exec);
    }

    /** @param last the operation that it began last, -1 for none */
    static LaunchException killed(Lowered lowered, int last, boolean ended) {
        if (last < 0)
            return new LaunchException(
                    "the launched process was killed before its first step", 0, Errno.UNKNOWN, false);
        var operation = lowered.operations().get(last);
        var step = lowered.steps().get(operation.step());
        return new LaunchException(
                "the launched process was killed " + (ended ? "after " : "in ") + operation.text()
                        + place(step, lowered.steps().size()),
                step.number(),
                Errno.UNKNOWN,
                false);
    }

    private static String place(Ops.Numbered step, int steps) {
        return " (step " + step.number() + " of " + steps + ": "
                + step.planned().why() + ")";
    }

    /** The process ended by itself, as {@link ProcessStep.Exec} says: {@code program} is there, but cannot be run for this reason. */
    static LaunchException cannotRun(Ops.Numbered step, Errno errno, String program) {
        return new LaunchException("exec " + program + ": " + errno.text(), step.number(), errno, true, program);
    }

    /** The file that is there and may be executed, where only the kernel cannot run it; the process has ended, with exit code 255. */
    public Optional<String> program() {
        return Optional.of(program).filter(name -> !name.isEmpty());
    }

    /** The number of the failed step, from 1 on. */
    public int step() {
        return step;
    }

    public Errno errno() {
        return errno;
    }

    /** Everything was set up, and only the program could not be executed: exit code 127 for ENOENT, otherwise 126. */
    public boolean isExec() {
        return exec;
    }
}
