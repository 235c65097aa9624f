package dev.sampan.engine.logging.driver;

import dev.sampan.engine.error.Cause;
import dev.sampan.engine.logging.LogWriter;
import dev.sampan.linux.syscall.Content;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Files;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

/**
 * Cuts each stream into lines, and lines into parts of at most 16 KiB; one write(2) per chunk unless the file has to be exchanged
 * within it. What cannot be written (a full disk) is counted and reported, and the file still ends with a whole line.
 */
final class JsonFileWriter implements LogWriter {

    private static final System.Logger LOG = System.getLogger(JsonFileWriter.class.getName());

    /** The longest part of a line, as Docker cuts it. */
    static final int PART = 16 << 10;

    private final RotatedFiles files;
    private final long capacity;
    private final LogChannel channel;
    private final Line[] lines;
    private Fd file;
    private long size;
    /** In the file, as far as this writer wrote it. */
    private long entries;

    private long lostBytes;
    private Thread compressing = new Thread(() -> {});
    private Scratch scratch;
    private int filled;
    private int filledEntries;

    /**
     * A stream's line that has not ended yet.
     *
     * <p>Its parts all carry the time of the first.
     */
    private static final class Line {
        final JsonLineEncoder encoder;
        byte[] begun = new byte[0];
        int length;
        boolean continues;
        long since;

        Line(JsonLineEncoder encoder) {
            this.encoder = encoder;
        }

        /** The first bytes of what has begun are written. */
        void forget(int count) {
            begun = count == length ? new byte[0] : Arrays.copyOfRange(begun, count, length);
            length -= count;
        }
    }

    /** @param capacity bytes from which on a file is exchanged before its next line; Long.MAX_VALUE is never */
    JsonFileWriter(RotatedFiles files, long capacity, String attributes) {
        this.files = files;
        this.capacity = capacity;
        this.lines = new Line[] {
            new Line(new JsonLineEncoder("stdout", attributes)), new Line(new JsonLineEncoder("stderr", attributes))
        };
        this.channel = LogChannel.of(files.file());
        open();
    }

    private void open() {
        Fd opened = Files.openat(
                Files.AT_FDCWD, files.file().toString(), Files.O_RDWR | Files.O_CREAT | Files.O_APPEND, 0640);
        try {
            size = TornLine.repair(opened);
        } catch (Throwable failed) {
            opened.close();
            throw failed;
        }
        file = opened;
    }

    @Override
    public synchronized void accept(Stream stream, ByteBuffer chunk, long nanos) {
        scratch = Scratch.take();
        filled = 0;
        try {
            int count = scratch.load(chunk);
            cut(lines[stream.ordinal()], scratch.in, count, nanos);
            flush();
        } finally {
            scratch.give();
        }
    }

    private void cut(Line line, byte[] in, int count, long nanos) {
        int from = 0;
        for (int i = 0; i < count; i++) {
            if (in[i] == '\n') {
                end(line, in, from, i, nanos);
                from = i + 1;
            } else if (line.length + i + 1 - from == PART) {
                from = part(line, in, from, i + 1, nanos);
            }
        }
        keep(line, in, from, count);
    }

    private void end(Line line, byte[] in, int from, int to, long nanos) {
        if (line.length == 0) {
            write(line, in, from, to, true, nanos);
        } else {
            keep(line, in, from, to);
            write(line, line.begun, 0, line.length, true, nanos);
            line.forget(line.length);
        }
    }

    /**
     * Writes a full part, up to a character's border.
     *
     * @return where in {@code in} the line goes on
     */
    private int part(Line line, byte[] in, int from, int to, long nanos) {
        if (line.length == 0) {
            int border = to - Utf8.cut(in, from, to);
            write(line, in, from, border, false, nanos);
            return border;
        }
        keep(line, in, from, to);
        int border = line.length - Utf8.cut(line.begun, 0, line.length);
        write(line, line.begun, 0, border, false, nanos);
        line.forget(border);
        return to;
    }

    private static void keep(Line line, byte[] in, int from, int to) {
        int count = to - from;
        if (count > 0) {
            if (line.begun.length < line.length + count) {
                line.begun = Arrays.copyOf(line.begun, Math.min(PART, Math.max(256, 2 * (line.length + count))));
            }
            System.arraycopy(in, from, line.begun, line.length, count);
            line.length += count;
        }
    }

    private void write(Line line, byte[] source, int from, int to, boolean newline, long nanos) {
        if (!line.continues) {
            line.since = nanos;
        }
        line.continues = !newline;
        var encoder = line.encoder;
        if (size + filled >= capacity) {
            flush();
            rotate();
        }
        if (filled + encoder.worst(to - from) > Scratch.SIZE) {
            flush();
        }
        filled = encoder.encode(source, from, to, newline, line.since, scratch.out, filled);
        filledEntries++;
    }

    private void flush() {
        if (filled == 0) {
            return;
        }
        var direct = scratch.direct.clear().put(scratch.out, 0, filled).flip();
        try {
            while (direct.hasRemaining()) {
                Content.write(file.number(), direct);
            }
            size += filled;
            entries += filledEntries;
        } catch (ErrnoException full) {
            lose(filled, full);
        }
        filled = 0;
        filledEntries = 0;
        channel.wake();
    }

    /** Takes back what half a write left, so that the file ends with a whole line. */
    private void lose(int bytes, ErrnoException why) {
        if (lostBytes == 0) {
            LOG.log(Level.WARNING, "log lines are lost: {0}", why.getMessage());
        }
        lostBytes += bytes;
        try {
            Content.ftruncate(file.number(), size);
        } catch (ErrnoException unrepaired) {
            LOG.log(Level.WARNING, "{0} may have half a line", files.file());
        }
    }

    private void rotate() {
        channel.lock.lock();
        try {
            compressing.join();
            files.rotate();
            Fd ended = file;
            open();
            ended.close();
            channel.rotated(entries);
            entries = 0;
        } catch (IOException | ErrnoException failed) {
            LOG.log(Level.WARNING, "cannot exchange {0}, it goes on growing: {1}", files.file(), Cause.of(failed));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            channel.lock.unlock();
        }
        if (files.compress()) {
            compressing = Thread.ofVirtual().name("compress log").start(this::compress);
        }
    }

    private void compress() {
        try {
            files.compressFirst();
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "cannot compress a part of {0}: {1}", files.file(), Cause.of(failed));
        }
    }

    @Override
    public synchronized void close() {
        if (!file.isOpen()) {
            return;
        }
        scratch = Scratch.take();
        filled = 0;
        try {
            for (var line : lines) {
                if (line.length > 0) {
                    var now = Instant.now();
                    write(
                            line,
                            line.begun,
                            0,
                            line.length,
                            false,
                            now.getEpochSecond() * 1_000_000_000L + now.getNano());
                }
            }
            flush();
        } finally {
            scratch.give();
            file.close();
            channel.wake();
            channel.release();
        }
        if (lostBytes > 0) {
            LOG.log(Level.WARNING, "{0} bytes of {1} were lost", lostBytes, files.file());
        }
    }
}
