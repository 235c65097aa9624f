package dev.sampan.cli.flags;

import java.util.List;
import java.util.Map;

/** What was given on the command line. A name that the verb never declared is a programming error. */
public final class Parsed {
    private final FlagSet flags;
    private final Map<String, List<String>> values;
    private final List<String> arguments;

    Parsed(FlagSet flags, Map<String, List<String>> values, List<String> arguments) {
        this.flags = flags;
        this.values = values;
        this.arguments = arguments;
    }

    /** What is left when the flags are gone. */
    public List<String> arguments() {
        return arguments;
    }

    /** Whether it was given, whatever its value. */
    public boolean has(String name) {
        return values.containsKey(declared(name).name());
    }

    /** The last value given, or the flag's default. */
    public String string(String name) {
        List<String> given = values.get(name);
        return given == null ? declared(name).standard() : given.getLast();
    }

    /** Every value given, in order. */
    public List<String> list(String name) {
        return values.getOrDefault(declared(name).name(), List.of());
    }

    /** Go's spellings of a bool: 1, t, true, ... */
    public boolean bool(String name) {
        String value = string(name);
        return !value.isEmpty() && FlagType.parseBool(value);
    }

    /** 0 when neither given nor with a default. */
    public long number(String name) {
        String value = string(name);
        return value.isEmpty() ? 0 : FlagType.parseInt(value);
    }

    /** A size such as {@code 64m} in bytes, 0 when not given. */
    public long bytes(String name) {
        String value = string(name);
        return value.isEmpty() ? 0 : FlagType.parseBytes(value);
    }

    /** A decimal number in units of 10^-9, 0 when not given. */
    public long nano(String name) {
        String value = string(name);
        return value.isEmpty() ? 0 : FlagType.parseNano(value);
    }

    /**
     * A size such as {@code 64m} in bytes.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static long size(String text) {
        return FlagType.parseBytes(text);
    }

    private Flag declared(String name) {
        for (Flag flag : flags.all()) {
            if (flag.name().equals(name)) {
                return flag;
            }
        }
        throw new IllegalArgumentException("the verb declares no flag --" + name);
    }
}
