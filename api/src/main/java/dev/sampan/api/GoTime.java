package dev.sampan.api;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** Times as Go writes them (RFC3339Nano): UTC, as many fraction digits as are needed and no more. */
public final class GoTime {
    /** Go's zero time, which Docker writes for "never". */
    public static final Instant ZERO = Instant.parse("0001-01-01T00:00:00Z");

    private static final DateTimeFormatter RFC3339_NANO = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendOffset("+HH:MM", "Z")
            .toFormatter(Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private GoTime() {}

    public static String format(Instant time) {
        return RFC3339_NANO.format(time);
    }

    /** Reads any RFC 3339 time, with whatever offset. */
    public static Instant parse(String text) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
    }
}
