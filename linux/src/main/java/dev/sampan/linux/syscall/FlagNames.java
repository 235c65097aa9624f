package dev.sampan.linux.syscall;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/** The C names of a set of flag bits, for showing a value as {@code MS_NOSUID|MS_NODEV}. */
public final class FlagNames {
    private final String zero;
    private final Map<Long, String> names = new LinkedHashMap<>();
    private final Map<Long, String> choices = new LinkedHashMap<>();
    private long choiceMask;
    private long choiceless;

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

    /** A value of the bits in {@code mask}, which are a number and no flags: O_RDONLY of O_ACCMODE, SOCK_DGRAM. */
    public FlagNames choice(String name, long mask, long value) {
        choiceMask = mask;
        choices.put(value, name);
        return this;
    }

    /** With one of these bits the choice means nothing and is not shown: O_PATH. */
    public FlagNames choiceless(long bits) {
        choiceless = bits;
        return this;
    }

    public String text(long value) {
        if (value == 0 && choices.isEmpty()) return zero;
        var rest = value & ~choiceMask;
        var text = new StringJoiner("|");
        var chosen = choices.get(value & choiceMask);
        if (chosen == null) rest = value;
        else if ((value & choiceless) == 0) text.add(chosen);
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
