package dev.sampan.linux.launch;

import dev.sampan.linux.arch.Arch;
import java.util.stream.Collectors;

/** A plan as text: the steps with their reasons, and below each the system calls it lowers to. */
final class PlanText {
    private PlanText() {}

    static String of(LaunchPlan plan) {
        var lowered = Lowered.of(plan, Arch.X86_64);
        var text = new StringBuilder("launch plan ").append(plan.name()).append('\n');
        if (!plan.inherited().isEmpty()) {
            text.append("inherits ")
                    .append(plan.inherited().stream().map(Ref::name).collect(Collectors.joining(", ")))
                    .append('\n');
        }
        for (var step : lowered.steps()) append(text, lowered, step);
        return text.toString();
    }

    private static void append(StringBuilder text, Lowered lowered, Ops.Numbered step) {
        var indent = "    ".repeat(step.depth());
        text.append(indent)
                .append(step.number())
                .append(' ')
                .append(step.planned().step().title())
                .append(": ")
                .append(step.planned().why())
                .append('\n');
        for (var op : lowered.operations()) {
            if (op.step() == step.number() - 1 && !op.isOwn()) {
                text.append(indent).append("    ").append(op.planned()).append('\n');
            }
        }
    }
}
