package dev.sampan.engine.logging.driver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** One file of a log, open for reading; a packed one is unpacked into a file without a name. Not safe for several threads. */
final class LogPart implements AutoCloseable {

    private static final int BLOCK = 64 << 10;
    /** No entry is longer: 16 KiB of text that grows six times, and attributes. */
    private static final int LONGEST = 4 << 20;

    private final FileChannel file;
    private final long passedOver;
    private boolean told;
    private long finalSize = -1;
    /** Only while it is read: a reader may hold many that wait. */
    private byte[] buffer = {};

    private int from;
    private int to;
    private int lineEnd;

    private LogPart(FileChannel file, long passedOver) {
        this.file = file;
        this.passedOver = passedOver;
    }

    static LogPart open(Path path) throws IOException {
        return open(path, 0);
    }

    /** @param passedOver how many entries before its first were not read */
    static LogPart open(Path path, long passedOver) throws IOException {
        if (!path.toString().endsWith(".gz")) {
            return new LogPart(FileChannel.open(path, StandardOpenOption.READ), passedOver);
        }
        var unpacked = Files.createTempFile("sampan-log", "");
        try (var in = RotatedFiles.open(path);
                var out = Files.newOutputStream(unpacked)) {
            in.transferTo(out);
            return new LogPart(FileChannel.open(unpacked, StandardOpenOption.READ), passedOver);
        } finally {
            Files.deleteIfExists(unpacked);
        }
    }

    /** Moves to the next whole line, which is then at {@link #from} to {@link #end} of {@link #bytes}. */
    boolean next() throws IOException {
        from = lineEnd;
        int looked = from;
        while (true) {
            for (int i = looked; i < to; i++) {
                if (buffer[i] == '\n') {
                    lineEnd = i + 1;
                    return true;
                }
            }
            looked = to;
            int moved = makeRoom();
            looked -= moved;
            int count = file.read(ByteBuffer.wrap(buffer, to, buffer.length - to));
            if (count <= 0) {
                lineEnd = from;
                return false;
            }
            to += count;
        }
    }

    /** How many entries before its first were not read; zero from the second time on. */
    long takePassedOver() {
        if (told) {
            return 0;
        }
        told = true;
        return passedOver;
    }

    /** In bytes, of a file that is written no more; 0 once it is closed. */
    long finalSize() {
        try {
            finalSize = finalSize < 0 ? file.size() : finalSize;
            return finalSize;
        } catch (IOException closed) {
            return 0;
        }
    }

    /** @return by how much the bytes moved to the front */
    private int makeRoom() throws IOException {
        if (to < buffer.length) {
            return 0;
        }
        if (from > 0) {
            int moved = from;
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= moved;
            from = 0;
            return moved;
        }
        if (buffer.length >= LONGEST) {
            throw new IOException("a log line longer than " + LONGEST + " bytes");
        }
        buffer = Arrays.copyOf(buffer, Math.max(BLOCK, buffer.length * 2));
        return 0;
    }

    byte[] bytes() {
        return buffer;
    }

    int from() {
        return from;
    }

    int end() {
        return lineEnd;
    }

    /**
     * Goes to the place from which on there are {@code lines} whole lines, reading backwards.
     *
     * @return how many there are, at most {@code lines}
     */
    long seekFromEnd(long lines) throws IOException {
        long end = file.size();
        long found = -1;
        var block = ByteBuffer.allocate(BLOCK);
        while (end > 0) {
            int count = (int) Math.min(BLOCK, end);
            readAt(block.clear().limit(count), end - count);
            for (int i = count - 1; i >= 0; i--) {
                if (block.get(i) == '\n' && ++found == lines) {
                    file.position(end - count + i + 1);
                    return lines;
                }
            }
            end -= count;
        }
        file.position(0);
        return found + 1;
    }

    private void readAt(ByteBuffer block, long position) throws IOException {
        while (block.hasRemaining()) {
            if (file.read(block, position + block.position()) < 0) {
                throw new IOException("a log file became shorter while it was read");
            }
        }
    }

    void seekToEnd() throws IOException {
        file.position(file.size());
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException unwritten) {
            // Nothing was written through it.
        }
    }
}
