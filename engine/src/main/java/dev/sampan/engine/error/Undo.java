package dev.sampan.engine.error;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The way back of work with several steps: register how to undo each step once it is done, {@link #commit} at the end. Closing an
 * uncommitted one runs the registered actions in reverse; all of them run, whatever some of them throw.
 *
 * <pre>{@code
 * try (var undo = new Undo()) {
 *     storage.createWritable(id);
 *     undo.add("remove the writable layer", () -> storage.remove(id));
 *     ...
 *     undo.commit();
 * }
 * }</pre>
 *
 * <p>In a try-with-resources what the actions throw becomes suppressed by the failure that led here, as Java does it.
 */
public final class Undo implements AutoCloseable {

    /** How one step is taken back. */
    @FunctionalInterface
    public interface Action {
        void run() throws Exception;
    }

    private record Step(String what, Action action) {}

    private final Deque<Step> steps = new ArrayDeque<>();

    /** @param what what the action does, for the message should it fail */
    public void add(String what, Action action) {
        steps.push(new Step(what, action));
    }

    /** The work is done: nothing is undone any more. */
    public void commit() {
        steps.clear();
    }

    @Override
    public void close() {
        EngineException.SystemFailure failed = null;
        while (!steps.isEmpty()) {
            Step step = steps.pop();
            try {
                step.action().run();
            } catch (Throwable e) {
                if (failed == null) {
                    failed = new EngineException.SystemFailure("undo: " + step.what() + ": " + Cause.of(e), e);
                } else {
                    failed.addSuppressed(e);
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
