package dev.sampan.cli.terminal;

import java.util.List;
import java.util.function.Consumer;

/** Signals sent to the command. */
public final class Signals {
    /** All that docker forwards and the JVM leaves free: not QUIT, which dumps threads, nor those that stop or report. */
    private static final List<String> FORWARDED = List.of(
            "HUP", "INT", "TERM", "USR1", "USR2", "ALRM", "CONT", "TSTP", "WINCH", "PWR", "IO", "XCPU", "XFSZ",
            "VTALRM", "PROF");

    private Signals() {}

    /** Calls with "TERM" and so on, for each signal that a container might want. */
    public static void forward(Consumer<String> receiver) {
        for (String name : FORWARDED) {
            on(name, () -> receiver.accept(name));
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
