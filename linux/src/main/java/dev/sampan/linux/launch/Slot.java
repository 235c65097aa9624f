package dev.sampan.linux.launch;

import java.util.Locale;

/**
 * The descriptor numbers that every supervisor has, so that a daemon that did not start it can take them with
 * pidfd_getfd(2). What a plan inherits beyond these is numbered from {@link #FIRST_FREE} on.
 */
public enum Slot {
    NULL_IN(0),
    NULL_OUT(1),
    NULL_ERR(2),
    /** The sealed plan; /dev/null once it is mapped. */
    PLAN(3),
    /** Where results and times are written; /dev/null once it is mapped. */
    RESULTS(4),
    /** The socket on which the launched process tells its progress and waits for the gate. Closed once it runs. */
    LINK(5),
    /** The file that receives the {@link ExitRecord}. */
    EXIT_RECORD(6),
    /**
     * An eventfd: adding 1 asks the supervisor to close its copy of STDIN, so that the container reads the end; and after the
     * container's end, to leave output that nobody will read.
     */
    CONTROL(7),
    /** The end that is written to, of the pipe that is the container's standard input. */
    STDIN(8),
    /** The end that is read, of the pipe that is its standard output. */
    STDOUT(9),
    /** The end that is read, of the pipe that is its standard error. */
    STDERR(10),
    /** The master of its terminal. */
    TERMINAL(11),
    /** The pidfd of the supervisor's child. */
    CHILD(12),
    /** An eventfd that the supervisor adds 1 to when the exit record is written, before that is on disk. */
    RECORDED(13);

    public static final int FIRST_FREE = 16;

    private final int number;
    private final Ref ref = Ref.of(name().toLowerCase(Locale.ROOT).replace('_', '-'));

    Slot(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    public Ref ref() {
        return ref;
    }
}
