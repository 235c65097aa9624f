package dev.sampan.linux.launch;

import java.util.List;
import java.util.Optional;

/**
 * A step as it was executed.
 *
 * @param number from 1 on
 * @param depth 0 in the supervisor, 1 in its child, 2 in the command below an init
 * @param nanoseconds from its first operation's begin to its last one's end
 */
public record ExecutedStep(int number, int depth, Planned planned, List<Operation> operations, long nanoseconds) {
    public ExecutedStep {
        operations = List.copyOf(operations);
    }

    /**
     * A system call with its answer.
     *
     * @param result what it returned, a negative errno for an error; empty where it was not reached or did not return
     * @param began CLOCK_MONOTONIC, which is System.nanoTime's clock
     */
    public record Operation(String call, String arguments, Optional<Long> result, long began, long nanoseconds) {
        public String text() {
            return call + "(" + arguments + ")";
        }
    }
}
