package dev.sampan.linux.bpf;

import static dev.sampan.linux.bpf.ClassicInstruction.JEQ;
import static dev.sampan.linux.bpf.ClassicInstruction.JGE;
import static dev.sampan.linux.bpf.ClassicInstruction.JGT;

import dev.sampan.linux.bpf.ClassicAssembler.Label;
import dev.sampan.linux.bpf.SeccompFilter.Case;
import dev.sampan.linux.bpf.SeccompFilter.Condition;
import dev.sampan.linux.bpf.SeccompFilter.Rule;
import dev.sampan.linux.bpf.SeccompFilter.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lays a filter out: by ABI, then a binary search over ranges of numbers that are treated alike, then the arguments. */
final class SeccompAssembler {

    // struct seccomp_data
    private static final int NUMBER = 0;
    private static final int ARCHITECTURE = 4;
    private static final int ARGUMENTS = 16;

    private static final int ENOSYS = 38;

    private final ClassicAssembler out = new ClassicAssembler();
    private final Map<Rule, Label> rules = new LinkedHashMap<>();

    /** Numbers from {@code from} on, unsigned, up to the next range. */
    private record Range(int from, Rule rule) {}

    ClassicProgram assemble(SeccompFilter filter) {
        var remaining = new ArrayList<>(filter.sections());
        out.load(ARCHITECTURE);
        while (!remaining.isEmpty()) {
            int audit = remaining.getFirst().abi().audit();
            var together =
                    remaining.stream().filter(s -> s.abi().audit() == audit).toList();
            remaining.removeAll(together);
            var here = new Label();
            var next = new Label();
            out.branch(JEQ, audit, here, next);
            out.place(here);
            section(together);
            out.place(next);
        }
        out.answer(SeccompAction.KILL_PROCESS);
        return out.assemble();
    }

    private void section(List<Section> together) {
        var ranges = new ArrayList<Range>();
        for (var s : together) {
            add(ranges, s);
        }
        if (together.stream().anyMatch(s -> s.abi() == Abi.X86_64)
                && together.stream().noneMatch(s -> s.abi() == Abi.X32)) {
            ranges.add(new Range(Abi.X32_BIT, Rule.always(SeccompAction.KILL_PROCESS)));
        }
        ranges.sort((a, b) -> Integer.compareUnsigned(a.from, b.from));
        rules.clear();
        out.load(NUMBER);
        search(merged(ranges));
        rules.forEach(this::body);
    }

    private static void add(List<Range> ranges, Section section) {
        int base = section.abi() == Abi.X32 ? Abi.X32_BIT : 0;
        int next = 0;
        for (var entry : section.rules().entrySet()) {
            withoutRule(ranges, section, base, next, entry.getKey());
            ranges.add(new Range(base + entry.getKey(), entry.getValue()));
            next = entry.getKey() + 1;
        }
        withoutRule(ranges, section, base, next, Integer.MAX_VALUE);
    }

    /** Also between two rules: ARM's own calls lie far above the first number that is not known. */
    private static void withoutRule(List<Range> ranges, Section section, int base, int from, int to) {
        int unknown = Math.max(from, section.unknownFrom());
        if (from < Math.min(to, section.unknownFrom())) {
            ranges.add(new Range(base + from, Rule.always(section.otherwise())));
        }
        if (unknown < to) {
            ranges.add(new Range(base + unknown, Rule.always(SeccompAction.errno(ENOSYS))));
        }
    }

    private static List<Range> merged(List<Range> sorted) {
        var result = new ArrayList<Range>();
        for (var range : sorted) {
            if (result.isEmpty() || !result.getLast().rule.equals(range.rule)) {
                result.add(range);
            }
        }
        return result;
    }

    private void search(List<Range> ranges) {
        if (ranges.size() == 1) {
            out.go(rules.computeIfAbsent(ranges.getFirst().rule, r -> new Label()));
            return;
        }
        int middle = ranges.size() / 2;
        var below = ranges.subList(0, middle);
        var above = ranges.subList(middle, ranges.size());
        var yes = target(above);
        var no = target(below);
        out.branch(JGE, ranges.get(middle).from, yes, no);
        descend(below, no);
        descend(above, yes);
    }

    /** A branch jumps straight to the rule where only one is left. */
    private Label target(List<Range> ranges) {
        return ranges.size() == 1 ? rules.computeIfAbsent(ranges.getFirst().rule, r -> new Label()) : new Label();
    }

    private void descend(List<Range> ranges, Label here) {
        if (ranges.size() > 1) {
            out.place(here);
            search(ranges);
        }
    }

    private void body(Rule rule, Label label) {
        out.place(label);
        for (Case c : rule.cases()) {
            var next = new Label();
            for (var condition : c.conditions()) {
                var holds = new Label();
                compare(condition, holds, next);
                out.place(holds);
            }
            out.answer(c.action());
            out.place(next);
        }
        out.answer(rule.otherwise());
    }

    /** An argument has 64 bits, the machine 32: the upper half decides unless it is equal. */
    private void compare(Condition c, Label yes, Label no) {
        int high = (int) (c.value() >>> 32);
        int low = (int) c.value();
        var lower = new Label();
        out.load(ARGUMENTS + 8 * c.argument() + 4);
        mask((int) (c.mask() >>> 32));
        switch (c.op()) {
            case EQ -> out.branch(JEQ, high, lower, no);
            case NE -> out.branch(JEQ, high, lower, yes);
            case GT, GE -> unequal(high, yes, no, lower);
            case LT, LE -> unequal(high, no, yes, lower);
        }
        out.place(lower);
        out.load(ARGUMENTS + 8 * c.argument());
        mask((int) c.mask());
        switch (c.op()) {
            case EQ -> out.branch(JEQ, low, yes, no);
            case NE -> out.branch(JEQ, low, no, yes);
            case GT -> out.branch(JGT, low, yes, no);
            case GE -> out.branch(JGE, low, yes, no);
            case LT -> out.branch(JGE, low, no, yes);
            case LE -> out.branch(JGT, low, no, yes);
        }
    }

    private void unequal(int high, Label greater, Label less, Label equal) {
        var notGreater = new Label();
        out.branch(JGT, high, greater, notGreater);
        out.place(notGreater);
        out.branch(JEQ, high, equal, less);
    }

    private void mask(int half) {
        if (half != -1) {
            out.and(half);
        }
    }
}
