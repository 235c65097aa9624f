package dev.sampan.engine.container;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A point in time as a filter names it: seconds since the epoch, a date, or how long ago. */
final class Until {

    private static final Pattern PART = Pattern.compile("([0-9]*\\.?[0-9]+)(ns|us|ms|s|m|h)");

    private Until() {}

    static Instant parse(String text, Instant now) {
        if (text.matches("([0-9]*\\.?[0-9]+(ns|us|ms|s|m|h))+")) {
            Duration ago = Duration.ZERO;
            for (Matcher part = PART.matcher(text); part.find(); ) {
                ago = ago.plusNanos((long) (Double.parseDouble(part.group(1)) * unit(part.group(2))));
            }
            return now.minus(ago);
        }
        if (text.matches("[0-9]+(\\.[0-9]+)?")) {
            return Instant.ofEpochSecond(Long.parseLong(text.replaceFirst("\\..*", "")));
        }
        try {
            if (text.length() == 10) {
                return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
            }
            return text.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw new InvalidRequest(
                    "failed to parse value as time or duration: invalid seconds \"" + text + "\": invalid syntax", e);
        }
    }

    private static long unit(String name) {
        return switch (name) {
            case "ns" -> 1;
            case "us" -> 1_000;
            case "ms" -> 1_000_000;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            default -> 3_600_000_000_000L;
        };
    }
}
