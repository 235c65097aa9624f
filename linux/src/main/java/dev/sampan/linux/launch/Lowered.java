package dev.sampan.linux.launch;

import dev.sampan.linux.arch.Arch;
import java.util.List;

/**
 * What a plan comes to, with everything that is needed to show it. Made again when somebody asks: the same plan always lowers to the
 * same operations, and so many objects are not worth keeping while a container runs.
 */
record Lowered(List<Op> operations, List<Ops.Numbered> steps) {
    static Lowered of(LaunchPlan plan, Arch arch) {
        var ops = new Ops(arch, plan.inherited());
        ops.lower(plan.steps());
        return new Lowered(ops.operations(), ops.steps());
    }
}
