package dev.sampan.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Sizes and times in the words of docker's tables. */
public final class Units {
    private static final DateTimeFormatter GO_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z z", Locale.ROOT);

    private Units() {}

    /** Powers of 1000: {@code 1.24MB}. */
    public static String size(long bytes, int digits) {
        return scaled(bytes, 1000, digits, "B", "kB", "MB", "GB", "TB", "PB", "EB");
    }

    /** Powers of 1024: {@code 23.4GiB}. */
    public static String binarySize(long bytes) {
        return scaled(bytes, 1024, 4, "B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB");
    }

    private static String scaled(long count, double base, int digits, String... units) {
        double value = count;
        int unit = 0;
        while (value >= base && unit < units.length - 1) {
            value /= base;
            unit++;
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        return (rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString()) + units[unit];
    }

    /** {@code About a minute}, {@code 3 weeks}. */
    public static String duration(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 1) {
            return "Less than a second";
        }
        if (seconds < 60) {
            return seconds == 1 ? "1 second" : seconds + " seconds";
        }
        long minutes = duration.toMinutes();
        if (minutes < 60) {
            return minutes == 1 ? "About a minute" : minutes + " minutes";
        }
        long hours = (long) (duration.toMillis() / 3_600_000.0 + 0.5);
        if (hours < 48) {
            return hours == 1 ? "About an hour" : hours + " hours";
        }
        if (hours < 24 * 7 * 2) {
            return hours / 24 + " days";
        }
        if (hours < 24 * 30 * 2) {
            return hours / 24 / 7 + " weeks";
        }
        return hours < 24 * 365 * 2 ? hours / 24 / 30 + " months" : duration.toHours() / 24 / 365 + " years";
    }

    /** {@code 3 weeks ago}. */
    public static String ago(long epochSecond) {
        return duration(Duration.between(Instant.ofEpochSecond(epochSecond), Instant.now())) + " ago";
    }

    /** As Go prints a time: {@code 2026-11-21 09:33:07 +0000 UTC}. */
    public static String time(long epochSecond) {
        return GO_TIME.format(Instant.ofEpochSecond(epochSecond).atZone(ZoneId.systemDefault()));
    }

    /** An id without its algorithm, twelve characters. */
    public static String shortId(String id) {
        String plain = id.startsWith("sha256:") ? id.substring(7) : id;
        return plain.length() > 12 ? plain.substring(0, 12) : plain;
    }

    /** At most {@code width} characters, the last an ellipsis when something was cut. */
    public static String ellipsis(String text, int width) {
        return text.codePointCount(0, text.length()) <= width
                ? text
                : text.substring(0, text.offsetByCodePoints(0, width - 1)) + "…";
    }
}
