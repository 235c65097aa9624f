package dev.sampan.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A connection that the daemon handed over: what we write is the container's standard input, what we read its output, raw for a
 * terminal, else in frames of (stream, 0, 0, 0, length as four bytes big-endian, bytes).
 */
public record Hijacked(Connection connection) implements Closeable {
    /** Bytes to the container; closing it ends its standard input only. */
    public OutputStream input() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                connection.write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                connection.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                connection.shutdownOutput();
            }
        };
    }

    /** Copies output until its end. */
    public void copyTo(boolean raw, OutputStream out, OutputStream err) throws IOException {
        Frames.copy(connection.stream(), raw, out, err);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
