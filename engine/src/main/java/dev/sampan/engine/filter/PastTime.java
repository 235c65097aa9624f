package dev.sampan.engine.filter;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/** A moment as filters give it: {@code 24h} ago, a date or time with or without zone, or seconds since 1970. */
public final class PastTime {

    private static final Pattern DURATION = Pattern.compile("(?:(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:ns|us|µs|ms|s|m|h))+|0");
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)(ns|us|µs|ms|s|m|h)");
    private static final Pattern SECONDS = Pattern.compile("(-?\\d{1,18})(?:\\.(\\d{1,9}))?");

    private PastTime() {}

    /** @throws InvalidRequest for what is none of these, in Docker's words */
    public static Instant parse(String text, Instant now) {
        if (DURATION.matcher(text).matches()) {
            return now.minus(duration(text));
        }
        var seconds = SECONDS.matcher(text);
        if (seconds.matches()) {
            String digits = seconds.group(2) == null ? "0" : (seconds.group(2) + "000000000").substring(0, 9);
            return Instant.ofEpochSecond(Long.parseLong(seconds.group(1)), Integer.parseInt(digits));
        }
        return zoned(text)
                .or(() -> local(text))
                .or(() -> date(text))
                .orElseThrow(() -> new InvalidRequest(
                        "failed to parse value as time or duration: invalid seconds \"" + text + "\": invalid syntax"));
    }

    private static Duration duration(String text) {
        var total = Duration.ZERO;
        var part = PART.matcher(text);
        while (part.find()) {
            long nanos =
                    switch (part.group(2)) {
                        case "ns" -> 1L;
                        case "us", "µs" -> 1_000L;
                        case "ms" -> 1_000_000L;
                        case "s" -> 1_000_000_000L;
                        case "m" -> 60_000_000_000L;
                        default -> 3_600_000_000_000L;
                    };
            total = total.plusNanos((long) (Double.parseDouble(part.group(1)) * nanos));
        }
        return total;
    }

    private static Optional<Instant> zoned(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> local(String text) {
        try {
            return Optional.of(
                    LocalDateTime.parse(text).atZone(ZoneId.systemDefault()).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text.replaceFirst("Z$", ""))
                    .atStartOfDay(ZoneId.systemDefault())
                    .toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
