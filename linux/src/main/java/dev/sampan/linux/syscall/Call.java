package dev.sampan.linux.syscall;

import dev.sampan.linux.trace.Traced;
import dev.sampan.linux.trace.Tracer;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * One system call being put together: arguments in order, each knowing how it is shown. Text is made only for a tracer
 * or an error.
 *
 * <pre>
 * try (var call = new Call(Sys.MKDIRAT)) {
 *     call.fd(at).string(path).octal(mode).run();
 * }
 * </pre>
 */
public final class Call implements AutoCloseable {
    /** Sees each call before it is made. */
    @FunctionalInterface
    public interface Before {
        void call(String name);
    }

    private static volatile Before before = name -> {};

    private final Sys sys;
    private Scratch scratch = Scratch.take();
    private final long[] values = new long[6];
    private final Object[] shown = new Object[6];
    private int count;

    public Call(Sys sys) {
        this.sys = sys;
    }

    private Call add(long value, Object show) {
        values[count] = value;
        shown[count++] = show;
        return this;
    }

    public Call number(long value) {
        return add(value, value);
    }

    /** A descriptor; AT_FDCWD is shown by name. */
    public Call fd(int fd) {
        return add(fd, fd == Files.AT_FDCWD ? "AT_FDCWD" : fd);
    }

    public Call flags(long value, FlagNames names) {
        return add(value, new Flagged(value, names));
    }

    public Call octal(int mode) {
        return add(mode, new Octal(mode));
    }

    /** A NUL-terminated text, see {@link PathText}; null passes a null pointer. A text with a NUL inside would lose its tail: refused. */
    public Call string(String text) {
        if (text == null) return add(0, "NULL");
        if (text.indexOf('\0') >= 0) throw new IllegalArgumentException("NUL in an argument of " + sys.call());
        if (PathText.isUtf8(text)) return add(text(text).address(), new Quoted(text));
        var bytes = PathText.encode(text);
        return add(scratch.copied(bytes, 1).address(), new Quoted(bytes));
    }

    /** Bytes that the kernel reads, without their length. */
    public Call bytes(byte[] bytes) {
        return add(copied(bytes).address(), new Quoted(bytes));
    }

    /** Memory of the caller, shown as {@code show}. */
    public Call memory(MemorySegment segment, Object show) {
        return add(segment.address(), show);
    }

    /** A value without memory behind it, shown as {@code show}. */
    public Call memoryless(long value, Object show) {
        return add(value, show);
    }

    public Call nothing() {
        return add(0, "NULL");
    }

    public MemorySegment copied(byte[] bytes) {
        return scratch.copied(bytes, 0);
    }

    /** Zeroed memory that lives as long as this call. */
    public MemorySegment allocate(long size) {
        return scratch.space(size).fill((byte) 0);
    }

    /** The same, with anything in it: for what the kernel fills, and says how far. */
    public MemorySegment buffer(long size) {
        return scratch.space(size);
    }

    /** NUL-terminated. */
    public MemorySegment text(String text) {
        return scratch.copied(text.getBytes(StandardCharsets.UTF_8), 1);
    }

    /** For tests of what follows a failure: {@code hook} may throw instead of each call. In this whole process. */
    public static void before(Before hook) {
        before = hook;
    }

    /** Makes the call. */
    public long run() {
        var result = attempt();
        if (result < 0) throw failed(result);
        return result;
    }

    public int runInt() {
        return (int) run();
    }

    /** Makes the call; an error is answered as the negative errno, for callers who expect it. */
    public long attempt() {
        if (!Tracer.active()) return invoke();
        var began = System.nanoTime();
        var result = invoke();
        var took = System.nanoTime() - began;
        Tracer.emit(new Traced(Traced.Kind.SYSCALL, new Shown(sys, shown, count), resultText(result), began, took));
        return result;
    }

    public ErrnoException failed(long negativeErrno) {
        return new ErrnoException(sys.call(), new Shown(sys, shown, count).arguments(), (int) -negativeErrno);
    }

    private long invoke() {
        before.call(sys.call());
        return Kernel.syscall(scratch.errno(), sys, values[0], values[1], values[2], values[3], values[4], values[5]);
    }

    /** The call's text, made when somebody reads it. */
    private record Shown(Sys sys, Object[] shown, int count) {
        String arguments() {
            var text = new StringBuilder();
            for (int i = 0; i < count; i++) {
                if (i > 0) text.append(", ");
                text.append(shown[i]);
            }
            return text.toString();
        }

        @Override
        public String toString() {
            return sys.call() + "(" + arguments() + ")";
        }
    }

    private static String resultText(long result) {
        return result < 0 ? Errno.of((int) -result).name() : Long.toString(result);
    }

    @Override
    public void close() {
        // Given back twice, two calls would share it.
        if (scratch != null) scratch.give();
        scratch = null;
    }

    private record Flagged(long value, FlagNames names) {
        @Override
        public String toString() {
            return names.text(value);
        }
    }

    private record Octal(int mode) {
        @Override
        public String toString() {
            return "0" + Integer.toOctalString(mode);
        }
    }
}
