package dev.sampan.linux.trace;

import java.util.function.Supplier;

/**
 * Receives what a scope of code asks of the kernel, in the order in which it was answered. Bound for a scope with
 * {@link #during}; where none is bound, an operation costs one ScopedValue look-up and no text is made.
 *
 * <p>A tracer is called on the thread that made the call; one bound for several threads (structured concurrency
 * inherits scoped values) must be safe for that.
 */
@FunctionalInterface
public interface Tracer {
    ScopedValue<Tracer> CURRENT = ScopedValue.newInstance();

    void record(Traced traced);

    static boolean active() {
        return CURRENT.isBound();
    }

    /** Runs {@code body} with every kernel operation in it going to this tracer. */
    static <R, X extends Throwable> R during(Tracer tracer, ScopedValue.CallableOp<R, X> body) throws X {
        return ScopedValue.where(CURRENT, tracer).call(body);
    }

    /** {@code body} for another thread, which goes to the tracer that is bound on this one. */
    static <R> Supplier<R> carried(Supplier<R> body) {
        if (!active()) return body;
        var tracer = CURRENT.get();
        return () -> during(tracer, body::get);
    }

    /** Hands on {@code traced} where a tracer is bound. Callers build the record only if {@link #active}. */
    static void emit(Traced traced) {
        if (CURRENT.isBound()) CURRENT.get().record(traced);
    }
}
