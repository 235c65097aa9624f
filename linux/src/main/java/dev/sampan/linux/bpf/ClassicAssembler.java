package dev.sampan.linux.bpf;

import java.util.ArrayList;
import java.util.List;

/** Classic BPF with labels. A conditional jump that reaches too far is routed over unconditional ones. */
final class ClassicAssembler {

    private static final int FARTHEST = 255;

    /** A place in the program, known once {@link #place} was called with it. */
    static final class Label {
        private int line = -1;
    }

    private sealed interface Line {}

    private record Plain(int code, int k) implements Line {}

    private record Goto(Label to) implements Line {}

    private record Branch(int code, int k, Label yes, Label no) implements Line {}

    private final List<Line> lines = new ArrayList<>();

    void place(Label label) {
        label.line = lines.size();
    }

    void load(int offset) {
        lines.add(new Plain(ClassicInstruction.LD_W_ABS, offset));
    }

    void and(int mask) {
        lines.add(new Plain(ClassicInstruction.AND, mask));
    }

    void answer(int action) {
        lines.add(new Plain(ClassicInstruction.RET, action));
    }

    void go(Label to) {
        lines.add(new Goto(to));
    }

    void branch(int code, int k, Label yes, Label no) {
        lines.add(new Branch(code, k, yes, no));
    }

    ClassicProgram assemble() {
        var size = new int[lines.size()];
        java.util.Arrays.fill(size, 1);
        var at = new int[lines.size() + 1];
        // Growing one branch can push another out of reach, so repeat; sizes only grow, so this ends.
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = 0; i < size.length; i++) {
                at[i + 1] = at[i] + size[i];
            }
            for (int i = 0; i < size.length; i++) {
                if (size[i] == 1 && lines.get(i) instanceof Branch b && (far(at, i, b.yes) || far(at, i, b.no))) {
                    size[i] = 3;
                    changed = true;
                }
            }
        }
        var out = new ArrayList<ClassicInstruction>();
        for (int i = 0; i < size.length; i++) {
            emit(out, lines.get(i), size[i], at);
        }
        return new ClassicProgram(out);
    }

    private static boolean far(int[] at, int line, Label to) {
        return distance(at, at[line], to) > FARTHEST;
    }

    private static int distance(int[] at, int from, Label to) {
        int distance = at[to.line] - from - 1;
        if (distance < 0) {
            throw new IllegalStateException("a classic program cannot jump back");
        }
        return distance;
    }

    private static void emit(List<ClassicInstruction> out, Line line, int size, int[] at) {
        int here = out.size();
        switch (line) {
            case Plain p -> out.add(new ClassicInstruction(p.code, 0, 0, p.k));
            case Goto g -> out.add(new ClassicInstruction(ClassicInstruction.JA, 0, 0, distance(at, here, g.to)));
            case Branch b
            when size == 1 ->
                out.add(new ClassicInstruction(b.code, distance(at, here, b.yes), distance(at, here, b.no), b.k));
            case Branch b -> {
                out.add(new ClassicInstruction(b.code, 0, 1, b.k));
                out.add(new ClassicInstruction(ClassicInstruction.JA, 0, 0, distance(at, here + 1, b.yes)));
                out.add(new ClassicInstruction(ClassicInstruction.JA, 0, 0, distance(at, here + 2, b.no)));
            }
        }
    }
}
