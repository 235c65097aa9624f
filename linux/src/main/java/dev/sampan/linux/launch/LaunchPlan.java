package dev.sampan.linux.launch;

import java.util.List;

/**
 * How a process comes to be, as data: what it inherits, and the steps from the interpreter's first system call to execve
 * and to the supervisor's end. Nothing happens between that is not listed here.
 *
 * @param name the supervisor's name in ps
 * @param inherited names of descriptors beyond the {@link Slot}s that the launcher's caller hands in, in order of their
 *     numbers from {@link Slot#FIRST_FREE} on
 */
public record LaunchPlan(String name, List<Ref> inherited, List<Planned> steps) {
    public LaunchPlan {
        inherited = List.copyOf(inherited);
        steps = List.copyOf(steps);
    }

    /** The plan as text, one line per step with its system calls below: what golden plan tests compare. */
    public String text() {
        return PlanText.of(this);
    }
}
