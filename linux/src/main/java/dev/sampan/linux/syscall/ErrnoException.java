package dev.sampan.linux.syscall;

/**
 * The kernel refused a call. The message reads {@code pivot_root(".", ".") -> EINVAL (invalid argument)}, with a second
 * sentence where the kernel's answer alone is a riddle. Callers branch on {@link #is}, never on text.
 */
public final class ErrnoException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String call;
    private final String arguments;
    private final int number;

    public ErrnoException(String call, String arguments, int number) {
        super(message(call, arguments, number));
        this.call = call;
        this.arguments = arguments;
        this.number = number;
    }

    public ErrnoException(String call, String arguments, Errno errno) {
        this(call, arguments, errno.number());
    }

    private static String message(String call, String arguments, int number) {
        var errno = Errno.of(number);
        var name = errno == Errno.UNKNOWN ? "errno " + number : errno.name();
        var hint = Hints.of(call, errno);
        return call + "(" + arguments + ") -> " + name + " (" + errno.text() + ")"
                + (hint.isEmpty() ? "" : ": " + hint);
    }

    /** The name of the system call. */
    public String call() {
        return call;
    }

    /** The arguments as text. */
    public String arguments() {
        return arguments;
    }

    public Errno errno() {
        return Errno.of(number);
    }

    public boolean is(Errno errno) {
        return number == errno.number();
    }
}
