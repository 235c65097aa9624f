package dev.sampan.linux.syscall;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What open files hold: read(2), write(2), their places, sizes and locks, and when it is on disk. */
public final class Content {
    public static final int SEEK_SET = 0;
    public static final int SEEK_CUR = 1;
    public static final int SEEK_END = 2;
    public static final int SEEK_DATA = 3;
    public static final int SEEK_HOLE = 4;

    public static final int LOCK_SH = 1;
    public static final int LOCK_EX = 2;
    public static final int LOCK_NB = 4;
    public static final int LOCK_UN = 8;

    private Content() {}

    /** read(2) into a direct buffer from its position on; answers the count, 0 at the end, or -1 where it would block. */
    public static int read(int fd, ByteBuffer direct) {
        return move(Sys.READ, fd, direct);
    }

    /** read(2) of at most {@code most} bytes; empty at the end. */
    public static byte[] read(int fd, int most) {
        try (var call = new Call(Sys.READ)) {
            var buffer = call.buffer(most);
            var count = call.fd(fd).memory(buffer, "buffer").number(most).run();
            return buffer.asSlice(0, count).toArray(JAVA_BYTE);
        }
    }

    /** pread64(2) of at most {@code most} bytes. */
    public static byte[] pread(int fd, int most, long offset) {
        try (var call = new Call(Sys.PREAD64)) {
            var buffer = call.buffer(most);
            var count = call.fd(fd)
                    .memory(buffer, "buffer")
                    .number(most)
                    .number(offset)
                    .run();
            return buffer.asSlice(0, count).toArray(JAVA_BYTE);
        }
    }

    /** Everything from the current place to the end. */
    public static byte[] readAll(int fd) {
        var out = new ByteArrayOutputStream();
        while (true) {
            var part = read(fd, 65536);
            if (part.length == 0) return out.toByteArray();
            out.writeBytes(part);
        }
    }

    /** The same, but empty where there are more than {@code most} bytes, whatever size the file claims to have. */
    public static Optional<byte[]> readAtMost(int fd, int most) {
        var out = new ByteArrayOutputStream();
        while (out.size() <= most) {
            var part = read(fd, Math.min(65536, most - out.size() + 1));
            if (part.length == 0) return Optional.of(out.toByteArray());
            out.writeBytes(part);
        }
        return Optional.empty();
    }

    /** write(2) from a direct buffer; answers the count, or -1 where it would block. */
    public static int write(int fd, ByteBuffer direct) {
        return move(Sys.WRITE, fd, direct);
    }

    private static int move(Sys way, int fd, ByteBuffer direct) {
        try (var call = new Call(way)) {
            var result = call.fd(fd)
                    .memory(MemorySegment.ofBuffer(direct), "buffer")
                    .number(direct.remaining())
                    .attempt();
            if (result == -Errno.EAGAIN.number()) return -1;
            if (result < 0) throw call.failed(result);
            direct.position(direct.position() + (int) result);
            return (int) result;
        }
    }

    /** One write(2), as kernel files want it; a short write is an error. */
    public static void write(int fd, byte[] bytes) {
        try (var call = new Call(Sys.WRITE)) {
            var written = call.fd(fd).bytes(bytes).number(bytes.length).run();
            if (written != bytes.length) throw call.failed(-Errno.EIO.number());
        }
    }

    /** Writes a text into an existing file, the way {@code echo text > path} does to the files of /proc, /sys and cgroups. */
    public static void write(String path, String text) {
        try (var fd = Files.open(path, Files.O_WRONLY)) {
            write(fd.number(), text.getBytes(StandardCharsets.UTF_8));
        }
    }

    public static void fsync(int fd) {
        try (var call = new Call(Sys.FSYNC)) {
            call.fd(fd).run();
        }
    }

    public static void fdatasync(int fd) {
        try (var call = new Call(Sys.FDATASYNC)) {
            call.fd(fd).run();
        }
    }

    /** syncfs(2): everything written to the file system that holds {@code fd}. */
    public static void syncfs(int fd) {
        try (var call = new Call(Sys.SYNCFS)) {
            call.fd(fd).run();
        }
    }

    public static void ftruncate(int fd, long size) {
        try (var call = new Call(Sys.FTRUNCATE)) {
            call.fd(fd).number(size).run();
        }
    }

    public static long lseek(int fd, long offset, int whence) {
        try (var call = new Call(Sys.LSEEK)) {
            return call.fd(fd).number(offset).number(whence).run();
        }
    }

    /** copy_file_range(2) at both current places; answers the count, 0 at the end. */
    public static long copyFileRange(int from, int to, long count) {
        try (var call = new Call(Sys.COPY_FILE_RANGE)) {
            return call.fd(from)
                    .nothing()
                    .fd(to)
                    .nothing()
                    .number(count)
                    .number(0)
                    .run();
        }
    }

    /** flock(2); answers false where LOCK_NB finds it taken. */
    public static boolean flock(int fd, int operation) {
        try (var call = new Call(Sys.FLOCK)) {
            var result = call.fd(fd).number(operation).attempt();
            if (result == -Errno.EAGAIN.number()) return false;
            if (result < 0) throw call.failed(result);
            return true;
        }
    }
}
