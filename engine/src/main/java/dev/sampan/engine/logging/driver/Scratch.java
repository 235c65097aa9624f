package dev.sampan.engine.logging.driver;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;

/** Memory to encode in, shared by all logs: an idle container holds none. */
final class Scratch {

    static final int SIZE = 256 << 10;

    private static final ArrayBlockingQueue<Scratch> FREE = new ArrayBlockingQueue<>(4);

    /** What came, on the heap, where loops over bytes are fastest. */
    byte[] in = new byte[64 << 10];

    final byte[] out = new byte[SIZE];
    final ByteBuffer direct = ByteBuffer.allocateDirect(SIZE);

    private Scratch() {}

    static Scratch take() {
        var free = FREE.poll();
        return free == null ? new Scratch() : free;
    }

    void give() {
        if (!FREE.offer(this)) {
            in = new byte[0];
        }
    }

    /** The chunk's bytes in {@link #in}; it is consumed. */
    int load(ByteBuffer chunk) {
        int count = chunk.remaining();
        if (in.length < count) {
            in = new byte[count];
        }
        chunk.get(in, 0, count);
        return count;
    }
}
