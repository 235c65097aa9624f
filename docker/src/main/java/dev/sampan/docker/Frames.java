package dev.sampan.docker;

import dev.sampan.engine.process.StreamType;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * How output of two streams goes over one connection: each chunk behind eight bytes that say whose it is and how long. A
 * terminal has one stream, which goes as it is.
 */
record Frames(Target target, boolean multiplexed) {
    /** Where the bytes go. */
    @FunctionalInterface
    interface Target {
        void write(byte[] bytes, int from, int length) throws IOException;
    }

    void write(StreamType stream, ByteBuffer chunk) throws IOException {
        int length = chunk.remaining();
        if (!multiplexed) {
            byte[] bytes = new byte[length];
            chunk.get(bytes);
            target.write(bytes, 0, length);
            return;
        }
        ByteBuffer frame = ByteBuffer.allocate(8 + length);
        frame.put((byte) stream.number()).position(4).putInt(length).put(chunk);
        target.write(frame.array(), 0, frame.position());
    }

    void write(StreamType stream, byte[] chunk) throws IOException {
        write(stream, ByteBuffer.wrap(chunk));
    }
}
