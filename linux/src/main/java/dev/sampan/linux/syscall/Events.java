package dev.sampan.linux.syscall;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

/** eventfd(2): a counter to wait on. */
public final class Events {
    public static final int EFD_SEMAPHORE = 1;
    public static final int EFD_NONBLOCK = 0x800;
    private static final int EFD_CLOEXEC = 0x80000;
    private static final FlagNames FLAGS = FlagNames.zero("0")
            .with("EFD_SEMAPHORE", EFD_SEMAPHORE)
            .with("EFD_NONBLOCK", EFD_NONBLOCK)
            .with("EFD_CLOEXEC", EFD_CLOEXEC);

    private Events() {}

    public static Fd eventfd(int count, int flags) {
        try (var call = new Call(Sys.EVENTFD2)) {
            return new Fd(call.number(count).flags(flags | EFD_CLOEXEC, FLAGS).runInt());
        }
    }

    public static void add(int fd, long count) {
        try (var call = new Call(Sys.WRITE)) {
            var memory = call.allocate(8);
            memory.set(JAVA_LONG, 0, count);
            call.fd(fd).memory(memory, "{" + count + "}").number(8).run();
        }
    }

    /** Takes the count, 0 where there is none and the descriptor does not block. */
    public static long take(int fd) {
        try (var call = new Call(Sys.READ)) {
            var memory = call.allocate(8);
            var result = call.fd(fd).memory(memory, "count").number(8).attempt();
            if (result == -Errno.EAGAIN.number()) return 0;
            if (result < 0) throw call.failed(result);
            return memory.get(JAVA_LONG, 0);
        }
    }
}
