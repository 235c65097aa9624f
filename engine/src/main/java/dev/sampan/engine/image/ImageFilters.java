package dev.sampan.engine.image;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.filter.Filters;
import dev.sampan.engine.filter.PastTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The filters of list and prune that look at one image, checked. */
final class ImageFilters {

    private final Filters given;
    private final Optional<Instant> until;

    /** Throws InvalidRequest for a filter that is not allowed or makes no sense. */
    ImageFilters(Filters given, Set<String> allowed) {
        this.given = given.allowing(allowed);
        this.until = until(given.values("until"));
    }

    Set<String> values(String name) {
        return given.values(name);
    }

    /** Empty when it was not given. */
    Optional<Boolean> dangling() {
        Set<String> values = values("dangling");
        if (values.isEmpty()) {
            return Optional.empty();
        }
        boolean yes = values.contains("true") || values.contains("1");
        boolean no = values.contains("false") || values.contains("0");
        if (yes == no) {
            throw new InvalidRequest("invalid filter 'dangling=[" + String.join(" ", values) + "]'");
        }
        return Optional.of(yes);
    }

    private static Optional<Instant> until(Set<String> values) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        String text = values.iterator().next();
        try {
            return Optional.of(PastTime.parse(text, Instant.now()));
        } catch (InvalidRequest e) {
            throw new InvalidRequest("invalid value for 'until' filter: " + e.getMessage(), e);
        }
    }

    boolean accept(ImageConfig config, Optional<Instant> created) {
        return until.isEmpty() || created.orElse(Instant.EPOCH).isBefore(until.get()) ? labels(config.labels()) : false;
    }

    private boolean labels(Map<String, String> labels) {
        return values("label").stream().allMatch(wanted -> matches(labels, wanted))
                && values("label!").stream().noneMatch(unwanted -> Filters.hasLabel(labels, unwanted));
    }

    /** {@code kind}, {@code kind=x}, and {@code kind!=x} for the contrary. */
    private static boolean matches(Map<String, String> labels, String wanted) {
        int negated = wanted.indexOf("!=");
        return negated < 0
                ? Filters.hasLabel(labels, wanted)
                : !Filters.hasLabel(labels, wanted.substring(0, negated) + wanted.substring(negated + 1));
    }
}
