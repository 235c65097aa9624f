package dev.sampan.engine.process;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes a container's output: its log, or one attached client. Called by one thread at a time. */
public interface OutputSink {

    /**
     * Takes the whole chunk, or throws: a sink that threw is never called again but for its close. May block.
     *
     * @param chunk valid during the call only
     */
    void write(StreamType stream, ByteBuffer chunk) throws IOException;

    /** After the last chunk. Called exactly once. */
    default void close() {}
}
