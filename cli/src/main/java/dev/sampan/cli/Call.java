package dev.sampan.cli;

import dev.sampan.cli.flags.Parsed;
import dev.sampan.client.Api;
import dev.sampan.client.ApiException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * One invocation of a verb: its words, flags, arguments, and where it reads and prints.
 *
 * @param words as typed after the program's name: {@code container ls}
 */
public record Call(Program program, String words, Parsed flags, Supplier<Api> engine) {
    public List<String> arguments() {
        return flags.arguments();
    }

    public String argument(int index) {
        return flags.arguments().get(index);
    }

    public PrintStream out() {
        return program.out();
    }

    public PrintStream err() {
        return program.err();
    }

    /** The daemon, started first if it is the default one and does not answer. */
    public Api api() {
        return engine.get();
    }

    /** Work on one of several objects named on the command line. */
    @FunctionalInterface
    public interface Each {
        void accept(String name) throws IOException, InterruptedException;
    }

    /** Does the work for every argument; those that failed are reported when all are done. */
    public int forEachArgument(Each work) throws IOException, InterruptedException {
        var faults = new ArrayList<String>();
        for (String name : arguments()) {
            try {
                work.accept(name);
            } catch (ApiException e) {
                faults.add(e.fromDaemon());
            }
        }
        out().flush();
        faults.forEach(err()::println);
        return faults.isEmpty() ? 0 : 1;
    }
}
