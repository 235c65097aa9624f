package dev.sampan.cli.terminal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Consumer;

/**
 * Signals sent to the command. sun.misc.Signal (module jdk.unsupported) is the JDK's only way to them; by reflection, because javac warns
 * of the class and cannot be told not to, while warnings are errors here.
 */
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
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                            return null;
                        }
                        return method.getName().equals("equals")
                                ? self == arguments[0]
                                : (Object) System.identityHashCode(self);
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (InvocationTargetException e) {
            // A signal this JVM or kernel keeps for itself is simply not forwarded.
            if (!(e.getCause() instanceof IllegalArgumentException)) {
                throw new IllegalStateException("handling SIG" + name, e);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("handling SIG" + name, e);
        }
    }
}
