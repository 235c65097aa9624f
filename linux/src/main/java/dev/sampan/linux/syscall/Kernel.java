package dev.sampan.linux.syscall;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.sampan.linux.arch.Arch;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The one door to native code. Every function is called in the same shape, seven longs in and one out: linking a second
 * shape would cost some 20 ms at start. Both ABIs pass that many integers and pointers in registers and a callee reads
 * only those it declares, of an int only the lower half; so libc's {@code syscall(2)} and posix_spawn(3) fit alike.
 */
@SuppressWarnings("restricted") // native access is what this class is for
public final class Kernel {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final long ERRNO_SIZE = Linker.Option.captureStateLayout().byteSize();
    private static final MethodHandle CALL = LINKER.downcallHandle(
            FunctionDescriptor.of(
                    JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.captureCallState("errno"));
    private static final MemorySegment SYSCALL = function("syscall");

    private Kernel() {}

    /** A function of libc by name. */
    public static MemorySegment function(String name) {
        return LINKER.defaultLookup().findOrThrow(name);
    }

    /** A place for errno, 4 bytes, that lives as long as the arena. */
    public static MemorySegment errnoSlot(Arena arena) {
        return arena.allocate(ERRNO_SIZE, 4);
    }

    /** One system call, repeated while a signal interrupts it. Answers its result, or the negative errno. */
    public static long syscall(MemorySegment errno, Sys call, long a1, long a2, long a3, long a4, long a5, long a6) {
        var number = call.number(Arch.host());
        while (true) {
            var result = invoke(SYSCALL, errno, number, a1, a2, a3, a4, a5, a6);
            if (result != -1) return result;
            var error = errno.get(JAVA_INT, 0);
            // close(2) has released the descriptor even when interrupted: a repetition could close another one's.
            if (error != Errno.EINTR.number() || call == Sys.CLOSE) return -error;
        }
    }

    /** Calls a libc function that takes up to seven integers or pointers. The result is what it left in the register. */
    public static long invoke(
            MemorySegment function, MemorySegment errno, long a, long b, long c, long d, long e, long f, long g) {
        try {
            return (long) CALL.invokeExact(function, errno, a, b, c, d, e, f, g);
        } catch (RuntimeException | Error unexpected) {
            throw unexpected;
        } catch (Throwable unexpected) {
            throw new IllegalStateException("a native call threw", unexpected);
        }
    }
}
