package dev.sampan.linux.syscall;

import static java.lang.foreign.ValueLayout.JAVA_INT;

/** Pipes, and the calls that move bytes through them without a copy in user space. */
public final class Pipes {
    public static final int SPLICE_F_MOVE = 1;
    public static final int SPLICE_F_NONBLOCK = 2;
    public static final int SPLICE_F_MORE = 4;

    private static final int F_SETPIPE_SZ = 1031;

    /** The two ends of a pipe. */
    public record Pipe(Fd reader, Fd writer) implements AutoCloseable {
        @Override
        public void close() {
            reader.close();
            writer.close();
        }
    }

    private Pipes() {}

    /** pipe2(2); flags: O_NONBLOCK. */
    public static Pipe pipe2(int flags) {
        try (var call = new Call(Sys.PIPE2)) {
            var pair = call.allocate(8);
            call.memory(pair, "pair")
                    .flags(flags | Files.O_CLOEXEC, Files.DESCRIPTOR_FLAGS)
                    .run();
            return new Pipe(new Fd(pair.getAtIndex(JAVA_INT, 0)), new Fd(pair.getAtIndex(JAVA_INT, 1)));
        }
    }

    /** splice(2) at the current places; answers the count, 0 at the end, -1 where it would block. */
    public static long splice(int from, int to, long count, int flags) {
        try (var call = new Call(Sys.SPLICE)) {
            return counted(
                    call,
                    call.fd(from)
                            .nothing()
                            .fd(to)
                            .nothing()
                            .number(count)
                            .number(flags)
                            .attempt());
        }
    }

    /** tee(2): copies without consuming; answers the count, or -1 where it would block. */
    public static long tee(int from, int to, long count, int flags) {
        try (var call = new Call(Sys.TEE)) {
            return counted(
                    call, call.fd(from).fd(to).number(count).number(flags).attempt());
        }
    }

    private static long counted(Call call, long result) {
        if (result == -Errno.EAGAIN.number()) return -1;
        if (result < 0) throw call.failed(result);
        return result;
    }

    /** fcntl(2) F_SETPIPE_SZ: how much it holds until a writer waits. */
    public static void pipeSize(int fd, int bytes) {
        try (var call = new Call(Sys.FCNTL)) {
            call.fd(fd).memoryless(F_SETPIPE_SZ, "F_SETPIPE_SZ").number(bytes).run();
        }
    }
}
