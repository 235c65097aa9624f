package dev.sampan.cli;

import dev.sampan.cli.container.Durations;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;

/** Times as {@code --since} and {@code --until} take them. */
public final class Timestamp {
    private Timestamp() {}

    /** What the API takes, seconds[.nanoseconds]. */
    public static String of(String given) {
        if (given.isEmpty() || given.matches("[0-9]+([.][0-9]+)?")) {
            return given;
        }
        if (Durations.matches(given)) {
            return text(Instant.now().minusNanos(Durations.nanos(given)));
        }
        try {
            if (given.matches(".*(Z|[+-][0-9]{2}:[0-9]{2})")) {
                return text(OffsetDateTime.parse(given).toInstant());
            }
            return text((given.contains("T")
                            ? LocalDateTime.parse(given)
                            : LocalDate.parse(given).atStartOfDay())
                    .atZone(ZoneId.systemDefault())
                    .toInstant());
        } catch (DateTimeParseException e) {
            throw new Failure("failed to parse value as time or duration: \"" + given + "\"");
        }
    }

    private static String text(Instant time) {
        return String.format("%d.%09d", time.getEpochSecond(), time.getNano());
    }
}
