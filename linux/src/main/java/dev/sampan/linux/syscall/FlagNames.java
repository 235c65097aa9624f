package dev.sampan.linux.syscall;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/** The C names of a set of flag bits, for showing a value as {@code MS_NOSUID|MS_NODEV}. */
public final class FlagNames {
    private final String zero;
    private final Map<Long, String> names = new LinkedHashMap<>();

    private FlagNames(String zero) {
        this.zero = zero;
    }

    public static FlagNames zero(String zero) {
        return new FlagNames(zero);
    }

    /** A flag, or several bits that have a name of their own; those come before their single bits. */
    public FlagNames with(String name, long bits) {
        names.putIfAbsent(bits, name);
        return this;
    }

    public String text(long value) {
        if (value == 0) return zero;
        var rest = value;
        var text = new StringJoiner("|");
        for (var entry : names.entrySet()) {
            long bits = entry.getKey();
            if (bits != 0 && (rest & bits) == bits) {
                text.add(entry.getValue());
                rest &= ~bits;
            }
        }
        if (rest != 0) text.add("0x" + Long.toHexString(rest));
        return text.toString();
    }
}
