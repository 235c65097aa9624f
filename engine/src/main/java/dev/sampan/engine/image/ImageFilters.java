package dev.sampan.engine.image;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The filters of list and prune that look at one image, checked. */
final class ImageFilters {

    private final Map<String, Set<String>> given;
    private final Optional<Instant> until;

    /** Throws InvalidRequest for a filter that is not allowed or makes no sense. */
    ImageFilters(Map<String, Set<String>> given, Set<String> allowed) {
        given.keySet().stream()
                .filter(name -> !allowed.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new InvalidRequest("invalid filter '" + name + "'");
                });
        this.given = given;
        this.until = until(given.getOrDefault("until", Set.of()));
    }

    Set<String> values(String name) {
        return given.getOrDefault(name, Set.of());
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
        return Optional.of(PastTime.parse(text, Instant.now())
                .orElseThrow(() -> new InvalidRequest("invalid value for 'until' filter: failed to parse value as time"
                        + " or duration: invalid seconds \"" + text + "\": invalid syntax")));
    }

    boolean accept(ImageConfig config, Optional<Instant> created) {
        return until.isEmpty() || created.orElse(Instant.EPOCH).isBefore(until.get()) ? labels(config.labels()) : false;
    }

    private boolean labels(Map<String, String> labels) {
        return values("label").stream().allMatch(wanted -> matches(labels, wanted))
                && values("label!").stream().noneMatch(unwanted -> has(labels, unwanted));
    }

    /** {@code kind}, {@code kind=x}, and {@code kind!=x} for the contrary. */
    private static boolean matches(Map<String, String> labels, String wanted) {
        int negated = wanted.indexOf("!=");
        return negated < 0
                ? has(labels, wanted)
                : !has(labels, wanted.substring(0, negated) + wanted.substring(negated + 1));
    }

    private static boolean has(Map<String, String> labels, String wanted) {
        int equals = wanted.indexOf('=');
        return equals < 0
                ? labels.containsKey(wanted)
                : wanted.substring(equals + 1).equals(labels.get(wanted.substring(0, equals)));
    }
}
