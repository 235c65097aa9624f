package dev.sampan.engine.logs;

import java.time.Instant;
import java.util.Optional;

/** Docker's {@code seconds[.nanoseconds]}. */
final class Timestamp {

    private static final int DIGITS = 9;

    private Timestamp() {}

    /**
     * @return empty for no text and for zero, which both mean no limit
     * @throws IllegalArgumentException with Docker's text
     */
    static Optional<Instant> parse(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        int dot = text.indexOf('.');
        var seconds = dot < 0 ? text : text.substring(0, dot);
        if (!seconds.matches("[+-]?[0-9]+")) {
            throw invalid(text, "invalid seconds \"" + seconds + "\": invalid syntax");
        }
        if (seconds.replaceFirst("^[+-]?0*(?=[0-9])", "").length() > 18) {
            throw invalid(text, "invalid seconds \"" + seconds + "\": value out of range");
        }
        long whole = Long.parseLong(seconds);
        int nanos = dot < 0 ? 0 : nanos(text, text.substring(dot + 1));
        if (whole == 0 && nanos == 0) {
            return Optional.empty();
        }
        // Further than Java's time reaches is as good as its end.
        long most = Instant.MAX.getEpochSecond();
        return Optional.of(Instant.ofEpochSecond(Math.clamp(whole, -most, most), nanos));
    }

    private static int nanos(String all, String fraction) {
        for (int i = 0; i < fraction.length(); i++) {
            if (fraction.charAt(i) < '0' || fraction.charAt(i) > '9') {
                throw invalid(
                        all, "invalid nanoseconds: invalid character '" + fraction.charAt(i) + "' at position " + i);
            }
        }
        var digits = (fraction + "0".repeat(DIGITS)).substring(0, DIGITS);
        return Integer.parseInt(digits);
    }

    private static IllegalArgumentException invalid(String text, String why) {
        return new IllegalArgumentException("invalid timestamp \"" + text + "\": " + why);
    }
}
