package dev.sampan.engine.process;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;

/** Direct buffers of a pipe's size, shared: an idle container holds none. */
final class Buffers {

    private static final int SIZE = 64 << 10;
    private static final ArrayBlockingQueue<ByteBuffer> FREE = new ArrayBlockingQueue<>(16);

    private Buffers() {}

    static ByteBuffer take() {
        ByteBuffer free = FREE.poll();
        return free == null ? ByteBuffer.allocateDirect(SIZE) : free.clear();
    }

    static void give(ByteBuffer buffer) {
        // More than the queue holds are left to the garbage collector.
        boolean kept = FREE.offer(buffer);
        assert kept || FREE.remainingCapacity() == 0;
    }
}
