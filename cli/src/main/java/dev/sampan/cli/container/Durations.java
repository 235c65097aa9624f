package dev.sampan.cli.container;

import dev.sampan.cli.flags.UsageException;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Go's durations: {@code 1h30m}, {@code 1.5s}, {@code 300ms}. */
public final class Durations {
    private static final Pattern PART = Pattern.compile("([0-9]+(?:[.][0-9]*)?|[.][0-9]+)(ns|us|µs|ms|s|m|h)");

    private Durations() {}

    /** In nanoseconds; "" is 0. */
    public static long nanos(String text) {
        if (text.isEmpty() || text.equals("0")) {
            return 0;
        }
        if (text.startsWith("-")) {
            return -nanos(text.substring(1));
        }
        Matcher part = PART.matcher(text);
        BigDecimal total = BigDecimal.ZERO;
        int end = 0;
        while (part.find() && part.start() == end) {
            long unit =
                    switch (part.group(2)) {
                        case "ns" -> 1L;
                        case "us", "µs" -> 1000L;
                        case "ms" -> 1_000_000L;
                        case "s" -> 1_000_000_000L;
                        case "m" -> 60_000_000_000L;
                        default -> 3_600_000_000_000L;
                    };
            total = total.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)));
            end = part.end();
        }
        if (end != text.length()) {
            throw new UsageException("time: invalid duration \"" + text + "\"");
        }
        return total.longValue();
    }

    /** Whether the text is a duration at all. */
    public static boolean matches(String text) {
        return text.matches("(" + PART.pattern() + ")+");
    }
}
