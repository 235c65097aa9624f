package dev.sampan.engine;

import dev.sampan.linux.syscall.Call;
import dev.sampan.linux.syscall.ErrnoException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Once, instead of the n-th kernel call of this process from now on, something is thrown. What the epoll loop and the clean-up of an
 * earlier run do does not count, and close(2) cannot fail without closing.
 */
final class Fault implements Call.Before, AutoCloseable {

    /** What the kernel refuses, what a bug throws, and what the JVM does. */
    static final List<Supplier<Throwable>> KINDS = List.of(
            () -> new ErrnoException("injected", "", 12),
            () -> new IllegalStateException("injected"),
            () -> new StackOverflowError("injected"));

    private final Supplier<Throwable> kind;
    private final int at;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile String where = "";

    /** @param at the number of the call, from 0 on */
    Fault(Supplier<Throwable> kind, int at) {
        this.kind = kind;
        this.at = at;
        Call.before(this);
    }

    @Override
    public void call(String name) {
        String thread = Thread.currentThread().getName();
        if (thread.equals("sampan-loop")
                || thread.startsWith("clean-up")
                || name.equals("close")
                || calls.getAndIncrement() != at) {
            return;
        }
        where = name + " on " + thread
                + StackWalker.getInstance()
                        .walk(frames -> frames.skip(1).limit(9).toList());
        Fault.<RuntimeException>raise(kind.get());
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void raise(Throwable thrown) throws X {
        throw (X) thrown;
    }

    /** Empty while it was not thrown: there were fewer calls. */
    String where() {
        return where;
    }

    @Override
    public void close() {
        Call.before(name -> {});
    }
}
