package dev.sampan.http;

import java.io.IOException;

/** One accepted connection, whatever carries it. Reading and writing may happen at the same time, on two threads. */
public interface Wire extends AutoCloseable {
    /** Blocks for at least one byte. Returns the number read, or -1 at the end. */
    int read(byte[] into, int from, int length) throws IOException;

    /** Blocks until all is handed to the kernel. */
    void write(byte[] bytes, int from, int length) throws IOException;

    /** The peer reads an end; what it still sends is read as before. */
    void shutdownOutput() throws IOException;

    /** Also wakes whoever is blocked in read or write. */
    @Override
    void close();
}
