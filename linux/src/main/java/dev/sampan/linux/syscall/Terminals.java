package dev.sampan.linux.syscall;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

/** Terminals: ioctl_tty(2), in the numbers that x86-64 and aarch64 share. */
public final class Terminals {
    public static final long TIOCSCTTY = 0x540e;
    public static final long TIOCGWINSZ = 0x5413;
    public static final long TIOCSWINSZ = 0x5414;
    public static final long TIOCGPTN = 0x80045430L;
    public static final long TIOCSPTLCK = 0x40045431L;
    public static final long TIOCGPTPEER = 0x5441;
    public static final long FIONREAD = 0x541b;

    /** A window in character cells. */
    public record WindowSize(int rows, int columns) {}

    private Terminals() {}

    public static void setWindowSize(int fd, WindowSize size) {
        try (var call = new Call(Sys.IOCTL)) {
            var memory = call.allocate(8);
            memory.setAtIndex(JAVA_SHORT, 0, (short) size.rows());
            memory.setAtIndex(JAVA_SHORT, 1, (short) size.columns());
            call.fd(fd)
                    .memoryless(TIOCSWINSZ, "TIOCSWINSZ")
                    .memory(memory, size)
                    .run();
        }
    }

    public static WindowSize windowSize(int fd) {
        try (var call = new Call(Sys.IOCTL)) {
            var memory = call.allocate(8);
            call.fd(fd)
                    .memoryless(TIOCGWINSZ, "TIOCGWINSZ")
                    .memory(memory, "size")
                    .run();
            return new WindowSize(
                    Short.toUnsignedInt(memory.getAtIndex(JAVA_SHORT, 0)),
                    Short.toUnsignedInt(memory.getAtIndex(JAVA_SHORT, 1)));
        }
    }

    /** Makes the pseudo-terminal of this master usable; its number in its devpts is answered. */
    public static int unlock(int master) {
        try (var call = new Call(Sys.IOCTL)) {
            call.fd(master)
                    .memoryless(TIOCSPTLCK, "TIOCSPTLCK")
                    .memory(call.allocate(4), "{0}")
                    .run();
        }
        try (var call = new Call(Sys.IOCTL)) {
            var number = call.allocate(4);
            call.fd(master)
                    .memoryless(TIOCGPTN, "TIOCGPTN")
                    .memory(number, "number")
                    .run();
            return number.get(JAVA_INT, 0);
        }
    }

    /** The other side of a master, opened without a path (Linux 4.13). */
    public static Fd peer(int master) {
        try (var call = new Call(Sys.IOCTL)) {
            var flags = Files.O_RDWR | Files.O_NOCTTY | Files.O_CLOEXEC;
            return new Fd(call.fd(master)
                    .memoryless(TIOCGPTPEER, "TIOCGPTPEER")
                    .flags(flags, Files.OPEN_FLAGS)
                    .runInt());
        }
    }

    /** How many bytes can be read at once from a pipe, socket or terminal. */
    public static int readable(int fd) {
        try (var call = new Call(Sys.IOCTL)) {
            var number = call.allocate(4);
            call.fd(fd).memoryless(FIONREAD, "FIONREAD").memory(number, "count").run();
            return number.get(JAVA_INT, 0);
        }
    }
}
