package dev.sampan.cli;

import dev.sampan.cli.flags.Flag;
import dev.sampan.cli.flags.FlagSet;
import java.io.PrintStream;
import java.util.List;

/** Prints help in the layout Docker's users read: usage, one sentence, options in two columns. */
final class Help {
    private Help() {}

    /** {@code sampan help [WORDS]}. */
    static int print(Program program, List<String> words) {
        if (!words.isEmpty()) {
            Verbs.Found found = Verbs.find(words);
            if (found != null && found.verb() != null) {
                verb(program, program.name() + " " + found.words(), found.verb());
                return 0;
            }
            if (found != null) {
                return group(program, found.words());
            }
        }
        PrintStream out = program.out();
        out.println("Usage:  " + program.name() + " [OPTIONS] COMMAND");
        out.println();
        out.println("A container engine for Linux");
        for (Verbs.Section section : Verbs.SECTIONS) {
            out.println();
            out.println(section.title() + ":");
            list(out, "", section.words());
        }
        out.println();
        out.println("Global Options:");
        flags(out, Main.globalFlags());
        out.println();
        out.println("Run '" + program.name() + " COMMAND --help' for more information on a command.");
        return 0;
    }

    static int group(Program program, String group) {
        PrintStream out = program.out();
        out.println("Usage:  " + program.name() + " " + group + " COMMAND");
        out.println();
        out.println("Commands:");
        list(out, group + " ", Verbs.members(group));
        out.println();
        out.println("Run '" + program.name() + " " + group + " COMMAND --help' for more information on a command.");
        return 0;
    }

    static void verb(Program program, String path, Verb verb) {
        PrintStream out = program.out();
        out.println("Usage:  " + path + (verb.arguments().isEmpty() ? "" : " " + verb.arguments()));
        out.println();
        out.println(verb.about());
        out.println();
        out.println("Options:");
        flags(out, new FlagSet(verb.flags()).all());
    }

    private static void list(PrintStream out, String prefix, List<String> words) {
        for (String word : words) {
            Verbs.Found found = Verbs.find(List.of((prefix + word).split(" ")));
            String about = found == null || found.verb() == null
                    ? "Manage " + word + "s"
                    : found.verb().about();
            out.printf("  %-11s %s%n", word, about);
        }
    }

    private static void flags(PrintStream out, Iterable<Flag> flags) {
        int width = 0;
        for (Flag flag : flags) {
            width = Math.max(width, head(flag).length());
        }
        for (Flag flag : flags) {
            out.println("  " + head(flag) + " ".repeat(width - head(flag).length() + 3) + flag.about());
        }
    }

    private static String head(Flag flag) {
        String letter = flag.shorthand() == 0 ? "    " : "-" + flag.shorthand() + ", ";
        return letter + "--" + flag.name() + (flag.type().isEmpty() ? "" : " " + flag.type());
    }
}
