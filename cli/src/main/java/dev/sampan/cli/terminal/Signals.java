package dev.sampan.cli.terminal;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Signals sent to the command. */
public final class Signals {
    /** All that docker forwards and the JVM leaves free: not QUIT, which dumps threads, nor those that stop or report. */
    private static final List<String> FORWARDED = List.of(
            "HUP", "INT", "TERM", "USR1", "USR2", "ALRM", "CONT", "TSTP", "WINCH", "PWR", "IO", "XCPU", "XFSZ",
            "VTALRM", "PROF");

    private Signals() {}

    /**
     * Calls with "TERM" and so on, for each signal that a container might want.
     *
     * @param enough called instead at the third INT or TERM: the user wants this command to end, whatever the container does
     */
    public static void forward(Consumer<String> receiver, Runnable enough) {
        var patience = new Patience(receiver, enough);
        for (String name : FORWARDED) {
            on(name, () -> patience.take(name));
        }
    }

    /** Counts the signals that ask for an end, as docker does. */
    record Patience(Consumer<String> receiver, Runnable enough, AtomicInteger asked) {
        private static final int MOST = 3;

        Patience(Consumer<String> receiver, Runnable enough) {
            this(receiver, enough, new AtomicInteger());
        }

        void take(String name) {
            boolean end = name.equals("INT") || name.equals("TERM");
            if (end && asked.incrementAndGet() >= MOST) {
                enough.run();
            } else {
                receiver.accept(name);
            }
        }
    }

    /** Runs the action in a thread of the JVM whenever the signal comes. */
    public static void on(String name, Runnable action) {
        try {
            SignalHook.set(name, action);
        } catch (IllegalArgumentException e) {
            // A signal that this JVM or kernel keeps for itself is simply not forwarded.
            return;
        }
    }
}
