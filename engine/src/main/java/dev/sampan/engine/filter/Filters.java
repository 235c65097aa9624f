package dev.sampan.engine.filter;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Filters by name. Several values of one name are alternatives, but of labels all must hold; all names must hold. */
public record Filters(Map<String, Set<String>> byName) {

    public static final Filters NONE = new Filters(Map.of());

    /** @throws InvalidRequest for a name that is not among these, in Docker's words */
    public Filters allowing(Set<String> names) {
        for (String name : byName.keySet()) {
            if (!names.contains(name)) {
                throw new InvalidRequest("invalid filter '" + name + "'");
            }
        }
        return this;
    }

    public Filters and(String name, String value) {
        var more = new HashMap<>(byName);
        more.put(name, Set.of(value));
        return new Filters(more);
    }

    /** Empty when it was not given. */
    public Set<String> values(String name) {
        return byName.getOrDefault(name, Set.of());
    }

    /** Whether one of the values matches, or none was given. */
    public boolean any(String name, Predicate<String> matches) {
        return values(name).isEmpty() || values(name).stream().anyMatch(matches);
    }

    /** The filters {@code label} and {@code label!}: {@code key} or {@code key=value}. */
    public boolean labels(@Nullable Map<String, String> labels) {
        return values("label").stream().allMatch(wanted -> hasLabel(labels, wanted))
                && values("label!").stream().noneMatch(unwanted -> hasLabel(labels, unwanted));
    }

    public static boolean hasLabel(@Nullable Map<String, String> labels, String wanted) {
        if (labels == null) {
            return false;
        }
        int equals = wanted.indexOf('=');
        return equals < 0
                ? labels.containsKey(wanted)
                : wanted.substring(equals + 1).equals(labels.get(wanted.substring(0, equals)));
    }

    /** Whether the text is what is wanted, or a regular expression that is found in it. */
    public static boolean matches(String wanted, String text) {
        if (wanted.equals(text)) {
            return true;
        }
        try {
            return Pattern.compile(wanted).matcher(text).find();
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
