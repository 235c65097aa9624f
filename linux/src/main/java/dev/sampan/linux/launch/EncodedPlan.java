package dev.sampan.linux.launch;

import java.util.List;

/** A plan in the form that the interpreter executes, and what is needed to read its results. */
record EncodedPlan(byte[] image, List<Op> operations, List<Ops.Numbered> steps) {
    /** Of the file. */
    int resultsSize() {
        return Results.fileSize(operations.size());
    }
}
