package dev.sampan.linux.syscall;

import dev.sampan.linux.struct.EpollEvent;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** epoll(7). */
public final class Epoll {
    public static final int EPOLLIN = 0x001;
    public static final int EPOLLPRI = 0x002;
    public static final int EPOLLOUT = 0x004;
    public static final int EPOLLERR = 0x008;
    public static final int EPOLLHUP = 0x010;
    public static final int EPOLLRDHUP = 0x2000;
    public static final int EPOLLEXCLUSIVE = 1 << 28;
    public static final int EPOLLONESHOT = 1 << 30;
    public static final int EPOLLET = 1 << 31;

    public static final FlagNames EVENTS = FlagNames.zero("0")
            .with("EPOLLIN", EPOLLIN)
            .with("EPOLLPRI", EPOLLPRI)
            .with("EPOLLOUT", EPOLLOUT)
            .with("EPOLLRDHUP", EPOLLRDHUP)
            .with("EPOLLONESHOT", EPOLLONESHOT)
            .with("EPOLLET", Integer.toUnsignedLong(EPOLLET));

    private static final int EPOLL_CLOEXEC = 0x80000;
    private static final int ADD = 1;
    private static final int DELETE = 2;
    private static final int MODIFY = 3;

    /** Is told of each event that {@link Waiter#await} finds. */
    @FunctionalInterface
    public interface Sink {
        void event(int events, long data);
    }

    private Epoll() {}

    public static Fd create() {
        try (var call = new Call(Sys.EPOLL_CREATE1)) {
            return new Fd(call.number(EPOLL_CLOEXEC).runInt());
        }
    }

    public static void add(int epoll, int fd, int events, long data) {
        control(epoll, ADD, "EPOLL_CTL_ADD", fd, events, data);
    }

    public static void modify(int epoll, int fd, int events, long data) {
        control(epoll, MODIFY, "EPOLL_CTL_MOD", fd, events, data);
    }

    public static void delete(int epoll, int fd) {
        control(epoll, DELETE, "EPOLL_CTL_DEL", fd, 0, 0);
    }

    private static void control(int epoll, int operation, String name, int fd, int events, long data) {
        try (var call = new Call(Sys.EPOLL_CTL)) {
            var event = new EpollEvent(events, data);
            call.fd(epoll)
                    .memoryless(operation, name)
                    .fd(fd)
                    .memory(call.copied(event.bytes()), EVENTS.text(Integer.toUnsignedLong(events)))
                    .run();
        }
    }

    /** The memory for one thread's waiting, kept between calls. Not for a virtual thread: it blocks in the kernel. */
    public static final class Waiter implements AutoCloseable {
        private static final int MOST = 128;
        private final Arena arena = Arena.ofConfined();
        private final MemorySegment events = arena.allocate((long) EpollEvent.SIZE * MOST, 8);
        private final MemorySegment errno = Kernel.errnoSlot(arena);

        /** Waits for events, at most {@code milliseconds} (-1: without end), and hands them on; answers how many. */
        public int await(int epoll, int milliseconds, Sink sink) {
            var count = Kernel.syscall(errno, Sys.EPOLL_PWAIT, epoll, events.address(), MOST, milliseconds, 0, 0);
            if (count < 0) throw new ErrnoException("epoll_pwait", Integer.toString(epoll), (int) -count);
            for (int i = 0; i < count; i++) {
                var event = EpollEvent.read(events.asSlice((long) i * EpollEvent.SIZE, EpollEvent.SIZE));
                sink.event(event.events(), event.data());
            }
            return (int) count;
        }

        @Override
        public void close() {
            arena.close();
        }
    }
}
