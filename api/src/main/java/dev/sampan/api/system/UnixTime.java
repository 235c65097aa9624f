package dev.sampan.api.system;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** A time as Docker's clients send it in a query: seconds, with up to nine digits of a fraction. */
public final class UnixTime {
    private UnixTime() {}

    /**
     * Empty for an empty text.
     *
     * @throws IllegalArgumentException with Go's text for anything but a number
     */
    public static Optional<Instant> parse(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        int dot = text.indexOf('.');
        String seconds = dot < 0 ? text : text.substring(0, dot);
        String fraction = dot < 0 ? "0" : text.substring(dot + 1);
        if (!seconds.matches("[+-]?[0-9]{1,18}")) {
            String why = seconds.matches("[+-]?[0-9]+") ? "value out of range" : "invalid syntax";
            throw new IllegalArgumentException(
                    "invalid timestamp \"" + text + "\": invalid seconds \"" + seconds + "\": " + why);
        }
        requireDigits(fraction, text);
        var nanos =
                new BigDecimal("0." + (fraction.length() > 9 ? fraction.substring(0, 9) : fraction)).movePointRight(9);
        try {
            return Optional.of(Instant.ofEpochSecond(Long.parseLong(seconds), nanos.longValue()));
        } catch (java.time.DateTimeException e) {
            return Optional.of(seconds.startsWith("-") ? Instant.MIN : Instant.MAX);
        }
    }

    private static void requireDigits(String fraction, String whole) {
        for (int i = 0; i < fraction.length(); i++) {
            char c = fraction.charAt(i);
            if (c < '0' || c > '9') {
                throw new IllegalArgumentException("invalid timestamp \"" + whole
                        + "\": invalid nanoseconds: invalid character '" + c + "' at position " + i);
            }
        }
    }
}
