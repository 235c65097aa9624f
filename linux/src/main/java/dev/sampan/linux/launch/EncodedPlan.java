package dev.sampan.linux.launch;

import dev.sampan.linux.arch.Arch;
import java.util.Map;

/**
 * A plan in the form that the interpreter executes, and what the daemon needs to follow it.
 *
 * @param size of its list of operations
 * @param execs indices of the operations that execute the program: once one was begun and did not fail, it runs
 * @param opened the last operation that opens a descriptor under a name, and how deep in clones it is
 */
record EncodedPlan(LaunchPlan plan, Arch arch, byte[] image, int size, int[] execs, Map<Ref, Opened> opened) {
    record Opened(int operation, int depth) {}

    /** Of the file. */
    int resultsSize() {
        return Results.fileSize(size);
    }

    Lowered lowered() {
        return Lowered.of(plan, arch);
    }
}
