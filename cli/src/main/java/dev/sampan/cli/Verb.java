package dev.sampan.cli;

import dev.sampan.cli.flags.FlagSet;
import java.io.IOException;

/**
 * One command as Docker's users know it.
 *
 * @param arguments what follows the words in its usage line: {@code [OPTIONS] IMAGE [COMMAND] [ARG...]}
 * @param about one sentence for the help
 * @param least how many arguments it needs
 * @param most how many it takes
 * @param interspersed whether flags may stand after the first argument
 * @param flags the declarations that {@link FlagSet} reads
 */
public record Verb(
        String arguments, String about, int least, int most, boolean interspersed, String flags, Action action) {
    /** For {@link #most}. */
    public static final int ANY = Integer.MAX_VALUE;

    /** What the verb does; the answer is the exit status. */
    @FunctionalInterface
    public interface Action {
        int run(Call call) throws IOException, InterruptedException;
    }

    /** A verb whose flags may stand anywhere. */
    public static Verb of(String arguments, String about, int least, int most, String flags, Action action) {
        return new Verb(arguments, about, least, most, true, flags, action);
    }
}
