package dev.sampan.cli;

import dev.sampan.cli.flags.Flag;
import dev.sampan.cli.flags.FlagSet;
import dev.sampan.cli.flags.Parsed;
import dev.sampan.cli.flags.UsageException;
import dev.sampan.client.Api;
import dev.sampan.client.ApiException;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The {@code sampan} command. */
public final class Main {
    static final String GLOBAL_FLAGS = """
          -c, --context string     Accepted for Docker's sake and ignored
          -D, --debug              Print the cause of an internal error
          -H, --host list          Daemon socket to connect to
              --help               Print usage
          -v, --version            Print version information and quit
        """;

    private Main() {}

    /** Ends the process with the command's status: threads that still copy a stream must not keep it alive. */
    public static void main(String[] arguments) {
        var out = new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
                false,
                StandardCharsets.UTF_8);
        var err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        var program = new Program(
                System.getProperty("sampan.name", "sampan"),
                new FileInputStream(FileDescriptor.in),
                out,
                err,
                Arguments.environment());
        int status = run(program, Arguments.decoded(arguments));
        out.flush();
        Runtime.getRuntime().halt(status);
    }

    /** Runs one command line and answers its exit status. */
    public static int run(Program program, List<String> arguments) {
        try {
            var globals = new FlagSet(GLOBAL_FLAGS);
            Parsed global = globals.parse(arguments, false);
            List<String> rest = global.arguments();
            if (global.bool("version")) {
                program.out().println("Sampan version " + Version.VERSION);
                return 0;
            }
            if (rest.isEmpty() || rest.getFirst().equals("help") || global.bool("help") && rest.isEmpty()) {
                return Help.print(program, rest.isEmpty() ? rest : rest.subList(1, rest.size()));
            }
            return dispatch(program, global, rest);
        } catch (UsageException e) {
            program.err().println(e.getMessage());
            program.err().println();
            program.err().println("Usage:  " + program.name() + " [OPTIONS] COMMAND [ARG...]");
            program.err().println();
            program.err().println("Run '" + program.name() + " --help' for more information");
            return 125;
        } finally {
            program.out().flush();
        }
    }

    private static int dispatch(Program program, Parsed global, List<String> rest) {
        Verbs.Found found = Verbs.find(rest);
        if (found == null) {
            return unknown(program, rest);
        }
        if (found.verb() == null) {
            return Help.group(program, found.words());
        }
        Verb verb = found.verb();
        String path = program.name() + " " + found.words();
        Parsed flags;
        try {
            List<String> own = rest.subList(found.words().split(" ").length, rest.size());
            flags = new FlagSet(verb.flags()).parse(own, verb.interspersed());
        } catch (UsageException e) {
            return usage(program, path, verb, e.getMessage(), "Run", 125);
        }
        if (flags.bool("help")) {
            Help.verb(program, path, verb);
            return 0;
        }
        String fault = countFault(path, verb, flags.arguments().size());
        if (!fault.isEmpty()) {
            return usage(
                    program, path, verb, program.name() + ": '" + fault, fault.contains("at least") ? "See" : "Run", 1);
        }
        Supplier<Api> engine = () -> Engine.connect(program, global, found.words());
        return perform(new Call(program, found.words(), flags, engine), verb, global.bool("debug"));
    }

    private static int perform(Call call, Verb verb, boolean debug) {
        Program program = call.program();
        try {
            return verb.action().run(call);
        } catch (Failure e) {
            program.out().flush();
            if (!e.text().isEmpty()) {
                program.err().println(e.text());
            }
            return e.status();
        } catch (UsageException e) {
            program.out().flush();
            return usage(program, program.name() + " " + call.words(), verb, e.getMessage(), "Run", 125);
        } catch (ApiException e) {
            program.out().flush();
            program.err().println(e.fromDaemon());
            return 1;
        } catch (IOException | RuntimeException e) {
            program.out().flush();
            if (debug) {
                e.printStackTrace(program.err());
            }
            program.err().println(e instanceof IOException ? String.valueOf(e.getMessage()) : "internal error: " + e);
            return 1;
        } catch (InterruptedException e) {
            return 130;
        }
    }

    private static String countFault(String path, Verb verb, int count) {
        if (count >= verb.least() && count <= verb.most()) {
            return "";
        }
        if (verb.most() == 0) {
            return path + "' accepts no arguments";
        }
        int bound = count < verb.least() ? verb.least() : verb.most();
        String how = verb.least() == verb.most() ? "" : count < verb.least() ? "at least " : "at most ";
        return path + "' requires " + how + bound + (bound == 1 ? " argument" : " arguments");
    }

    private static int usage(
            Program program, String path, Verb verb, @Nullable String message, String word, int status) {
        program.err().println(message);
        program.err().println();
        program.err().println("Usage:  " + path + (verb.arguments().isEmpty() ? "" : " " + verb.arguments()));
        program.err().println();
        program.err().println(word + " '" + path + " --help' for more information");
        return status;
    }

    private static int unknown(Program program, List<String> rest) {
        String group = rest.size() > 1 && Verbs.isGroup(rest.getFirst()) ? rest.getFirst() : "";
        String words = group.isEmpty() ? rest.getFirst() : group + " " + rest.get(1);
        String path = program.name() + (group.isEmpty() ? "" : " " + group);
        program.err().println(program.name() + ": unknown command: " + program.name() + " " + words);
        program.err().println();
        if (!group.isEmpty()) {
            program.err().println("Usage:  " + path);
            program.err().println();
        }
        program.err().println("Run '" + path + " --help' for more information");
        return 1;
    }

    /** For {@link Help}: the flags that stand before any verb. */
    static Iterable<Flag> globalFlags() {
        return new FlagSet(GLOBAL_FLAGS).all();
    }
}
