package dev.sampan.linux.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what the interpreter left in the results, step by step. */
final class Explanation {
    private Explanation() {}

    static List<ExecutedStep> of(Lowered plan, Results results) {
        var steps = new ArrayList<ExecutedStep>();
        var operations = new ArrayList<List<Integer>>();
        for (int i = 0; i < plan.steps().size(); i++) operations.add(new ArrayList<>());
        for (int i = 0; i < plan.operations().size(); i++) {
            if (results.began(i) != 0)
                operations.get(plan.operations().get(i).step()).add(i);
        }
        for (var step : plan.steps()) steps.add(executed(plan, results, step, operations.get(step.number() - 1)));
        return steps;
    }

    private static ExecutedStep executed(Lowered plan, Results results, Ops.Numbered step, List<Integer> reached) {
        var shown = new ArrayList<ExecutedStep.Operation>();
        var took = 0L;
        for (var i : reached) {
            var op = plan.operations().get(i);
            var operation = operation(op, results, i);
            took += operation.nanoseconds();
            if (!op.isOwn()) shown.add(operation);
        }
        return new ExecutedStep(step.number(), step.depth(), step.planned(), shown, took);
    }

    private static ExecutedStep.Operation operation(Op op, Results results, int i) {
        var ended = results.ended(i);
        var began = results.began(i);
        if (op.inTicks()) {
            began = results.nanoseconds(began);
            ended = ended == 0 ? 0 : results.nanoseconds(ended);
        }
        return new ExecutedStep.Operation(
                op.call(),
                op.arguments(),
                ended == 0 ? Optional.empty() : Optional.of(results.result(i)),
                began,
                ended == 0 ? 0 : ended - began);
    }
}
