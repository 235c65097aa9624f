package dev.sampan.engine.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * A stream that is read by a thread of its own, some buffers ahead: unpacking goes on beside the making of files. When its end has been read, or after
 * {@link #close}, that thread no longer touches the source.
 */
public final class ReadAhead extends InputStream {

    private static final int BUFFERS = 8;
    private static final int SIZE = 128 << 10;

    private record Part(byte[] bytes, int length, Throwable failure) {}

    private static final int END = -1;

    private final BlockingQueue<Part> full = new ArrayBlockingQueue<>(BUFFERS + 1);
    private final BlockingQueue<byte[]> empty = new ArrayBlockingQueue<>(BUFFERS);
    private final Thread reader;
    private volatile boolean closed;
    private Part current = new Part(new byte[0], 0, null);
    private int position;

    public ReadAhead(InputStream source) {
        for (int i = 0; i < BUFFERS; i++) {
            empty.add(new byte[SIZE]);
        }
        // No virtual thread: inflating keeps its carrier busy.
        reader = Thread.ofPlatform().daemon().name("read-ahead").start(() -> readAll(source));
    }

    private void readAll(InputStream source) {
        try {
            while (true) {
                byte[] buffer = empty.take();
                if (closed) {
                    return;
                }
                int length = source.readNBytes(buffer, 0, SIZE);
                if (length > 0) {
                    full.put(new Part(buffer, length, null));
                }
                if (length < SIZE) {
                    full.put(new Part(buffer, END, null));
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does; the JVM ends
        } catch (IOException | RuntimeException | Error e) {
            full.add(new Part(new byte[0], END, e));
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (position == current.length && !advance()) {
            return -1;
        }
        if (current.length == END) {
            return -1;
        }
        int count = Math.min(length, current.length - position);
        System.arraycopy(current.bytes, position, buffer, offset, count);
        position += count;
        return count;
    }

    private boolean advance() throws IOException {
        if (current.length > 0) {
            empty.add(current.bytes);
        }
        try {
            current = full.take();
            position = 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading an archive");
        }
        switch (current.failure) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(current.failure);
        }
        return current.length != END;
    }

    /**
     * Stops the thread and waits until it has let go of the source, which stays open. It is not interrupted: that would close a client's connection,
     * who then never learns why its archive was refused.
     */
    @Override
    public void close() {
        boolean interrupted = false;
        closed = true;
        empty.offer(new byte[0]);
        while (reader.isAlive()) {
            try {
                reader.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
