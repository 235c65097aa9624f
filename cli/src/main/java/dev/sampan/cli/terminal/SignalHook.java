package dev.sampan.cli.terminal;

import sun.misc.Signal;

/**
 * The JDK's only way to a signal, module jdk.unsupported. Compiled by an execution of its own (pom.xml): javac warns of the class and
 * cannot be told not to, and warnings are errors everywhere else. By reflection it would cost each run 15 ms for a proxy class.
 */
final class SignalHook {
    private SignalHook() {}

    /** @throws IllegalArgumentException when the JVM or the kernel keeps the signal for itself */
    static void set(String name, Runnable action) {
        Signal.handle(new Signal(name), signal -> action.run());
    }
}
