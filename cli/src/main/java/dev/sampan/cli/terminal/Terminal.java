package dev.sampan.cli.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The terminal on standard input, if there is one. */
public final class Terminal implements AutoCloseable {
    private final String saved;
    private final Thread restoreOnDeath;
    private boolean restored;

    private Terminal(String saved) {
        this.saved = saved;
        // A signal that ends the JVM must not leave the user's shell without echo.
        restoreOnDeath = new Thread(this::restore);
    }

    /** Whether descriptor 0, 1 or 2 is a terminal. */
    public static boolean is(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    /** Every key goes to the container from here on, until closed; same as {@code stty raw -echo}. */
    public static Terminal raw() throws IOException {
        var terminal = new Terminal(stty("-g").strip());
        Runtime.getRuntime().addShutdownHook(terminal.restoreOnDeath);
        stty("raw", "-echo");
        return terminal;
    }

    /** Rows and columns, 0 and 0 when unknown. */
    public static int[] size() {
        try {
            String[] words = stty("size").strip().split(" ");
            return words.length == 2 ? new int[] {Integer.parseInt(words[0]), Integer.parseInt(words[1])} : new int[2];
        } catch (IOException | NumberFormatException e) {
            return new int[2];
        }
    }

    private static String stty(String... arguments) throws IOException {
        var command = new ArrayList<String>(List.of("stty"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var out = process.getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private synchronized void restore() {
        if (restored) {
            return;
        }
        restored = true;
        try {
            stty(saved);
        } catch (IOException e) {
            System.err.println("the terminal's mode could not be set back (stty sane helps): " + e.getMessage());
        }
    }

    @Override
    public void close() {
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(restoreOnDeath);
        } catch (IllegalStateException ending) {
            // The JVM is on its way out, and the hook finds nothing left to do.
            return;
        }
    }
}
