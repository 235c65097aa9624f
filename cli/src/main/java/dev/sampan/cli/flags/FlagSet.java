package dev.sampan.cli.flags;

import dev.sampan.cli.GoQuote;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The flags of one verb, read from its help text. Each line is {@code -x, --name type   What it does (default V)}; two spaces or more
 * end the type, and a flag without a type is a bool.
 */
public final class FlagSet {
    private final Map<String, Flag> byName = new LinkedHashMap<>();
    private final Map<Character, Flag> byLetter = new LinkedHashMap<>();

    /** Reads the declarations; a line that is not one is a programming error. */
    public FlagSet(String help) {
        for (String line : help.split("\n")) {
            if (!line.isBlank()) {
                add(declaration(line.strip()));
            }
        }
        if (!byName.containsKey("help")) {
            add(new Flag((char) 0, "help", "", "Print usage", ""));
        }
    }

    private void add(Flag flag) {
        byName.put(flag.name(), flag);
        if (flag.shorthand() != 0) {
            byLetter.put(flag.shorthand(), flag);
        }
    }

    private static Flag declaration(String line) {
        char letter = 0;
        if (line.charAt(1) != '-') {
            letter = line.charAt(1);
            line = line.substring(4);
        }
        int gap = line.indexOf("  ");
        String head = gap < 0 ? line : line.substring(0, gap);
        String about = gap < 0 ? "" : line.substring(gap).strip();
        int space = head.indexOf(' ');
        String name = space < 0 ? head : head.substring(0, space);
        int mark = about.lastIndexOf("(default ");
        String standard = "";
        if (mark >= 0 && about.endsWith(")")) {
            standard = about.substring(mark + 9, about.length() - 1);
        }
        return new Flag(letter, name.substring(2), space < 0 ? "" : head.substring(space + 1), about, standard);
    }

    /** All declared flags in the order of the help text. */
    public Iterable<Flag> all() {
        return byName.values();
    }

    /**
     * Splits arguments into flags and the rest.
     *
     * @param interspersed false: the first argument that is no flag ends them, as in {@code run IMAGE --not-ours}
     * @throws UsageException with the words of pflag
     */
    public Parsed parse(List<String> arguments, boolean interspersed) {
        var values = new LinkedHashMap<String, List<String>>();
        var rest = new ArrayList<String>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("--")) {
                rest.addAll(arguments.subList(i + 1, arguments.size()));
                break;
            }
            if (argument.length() < 2 || argument.charAt(0) != '-') {
                if (!interspersed) {
                    rest.addAll(arguments.subList(i, arguments.size()));
                    break;
                }
                rest.add(argument);
            } else if (argument.startsWith("--")) {
                i = parseLong(arguments, i, values);
            } else {
                i = parseLetters(arguments, i, values);
            }
        }
        return new Parsed(this, values, List.copyOf(rest));
    }

    private int parseLong(List<String> arguments, int i, Map<String, List<String>> values) {
        String argument = arguments.get(i);
        int equals = argument.indexOf('=');
        String name = argument.substring(2, equals < 0 ? argument.length() : equals);
        if (name.isEmpty() || name.startsWith("-")) {
            throw new UsageException("bad flag syntax: " + argument);
        }
        Flag flag = byName.get(name);
        if (flag == null) {
            throw new UsageException("unknown flag: --" + name);
        }
        if (equals >= 0) {
            set(flag, argument.substring(equals + 1), values);
        } else if (flag.isBool()) {
            set(flag, "true", values);
        } else if (++i < arguments.size()) {
            set(flag, arguments.get(i), values);
        } else {
            throw new UsageException("flag needs an argument: --" + name);
        }
        return i;
    }

    private int parseLetters(List<String> arguments, int i, Map<String, List<String>> values) {
        String letters = arguments.get(i).substring(1);
        for (int at = 0; at < letters.length(); at++) {
            Flag flag = byLetter.get(letters.charAt(at));
            String here = letters.substring(at);
            if (flag == null) {
                throw new UsageException("unknown shorthand flag: '" + here.charAt(0) + "' in -" + here);
            }
            if (here.length() > 2 && here.charAt(1) == '=') {
                set(flag, here.substring(2), values);
                return i;
            }
            if (flag.isBool()) {
                set(flag, "true", values);
                continue;
            }
            if (here.length() > 1) {
                set(flag, here.substring(1), values);
                return i;
            }
            if (i + 1 >= arguments.size()) {
                throw new UsageException("flag needs an argument: '" + here.charAt(0) + "' in -" + here);
            }
            set(flag, arguments.get(i + 1), values);
            return i + 1;
        }
        return i;
    }

    private static void set(Flag flag, String value, Map<String, List<String>> values) {
        String fault = FlagType.fault(flag, value);
        if (!fault.isEmpty()) {
            throw new UsageException(
                    "invalid argument " + GoQuote.of(value) + " for \"" + flag.label() + "\" flag: " + fault);
        }
        values.computeIfAbsent(flag.name(), name -> new ArrayList<>()).add(value);
    }
}
