package dev.sampan.linux.syscall;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Native memory for the arguments of one system call at a time, used again by the next: a start makes hundreds of calls, and each
 * allocation of an arena's own would cost more than the call. What does not fit gets memory of its own until the call ends.
 */
final class Scratch {
    /** Some calls at once, and what a read or an extended attribute takes. */
    private static final int KEPT = 16;

    private static final int SIZE = 80 * 1024;
    private static final int ERRNO = 16;
    private static final AtomicReferenceArray<Scratch> FREE = new AtomicReferenceArray<>(KEPT);

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment memory = arena.allocate(SIZE, 16);
    private final MemorySegment errno = memory.asSlice(0, ERRNO);
    private long used = ERRNO;
    /** Null while everything fits. */
    private Arena large;

    private Scratch() {}

    static Scratch take() {
        for (int i = 0; i < KEPT; i++) {
            var free = FREE.getAndSet(i, null);
            if (free != null) return free;
        }
        return new Scratch();
    }

    /** After this, no segment of it may be touched. */
    void give() {
        if (large != null) {
            large.close();
            large = null;
        }
        used = ERRNO;
        for (int i = 0; i < KEPT; i++) {
            if (FREE.compareAndSet(i, null, this)) return;
        }
    }

    MemorySegment errno() {
        return errno;
    }

    /** Aligned to 8 bytes; what is in it is left from earlier calls. */
    MemorySegment space(long size) {
        var begin = used + 7 & ~7L;
        if (size > SIZE - begin) {
            if (large == null) large = Arena.ofConfined();
            return large.allocate(size, 8);
        }
        used = begin + size;
        return memory.asSlice(begin, size);
    }

    MemorySegment copied(byte[] bytes, int zerosBehind) {
        var segment = space(Math.max(bytes.length + zerosBehind, 1));
        MemorySegment.copy(bytes, 0, segment, JAVA_BYTE, 0, bytes.length);
        for (int i = 0; i < zerosBehind; i++) segment.set(JAVA_BYTE, bytes.length + i, (byte) 0);
        return segment;
    }
}
