package dev.sampan.engine.volume;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.filter.Filters;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which unused volumes {@code docker volume prune} takes: anonymous ones, with the filter {@code all} named ones too. */
final class Prune {

    private static final Set<String> FILTERS = Set.of("label", "label!", "all");
    private static final Pattern TRUE = Pattern.compile("1|t|T|TRUE|true|True");
    private static final Pattern FALSE = Pattern.compile("0|f|F|FALSE|false|False");

    private Prune() {}

    static Predicate<Volume> wanted(Filters filters) {
        boolean named = all(filters.allowing(FILTERS).values("all"));
        return volume ->
                (named || Filters.hasLabel(volume.labels(), Volumes.ANONYMOUS)) && filters.labels(volume.labels());
    }

    private static boolean all(Set<String> values) {
        if (values.size() > 1) {
            throw new InvalidRequest("got more than one value for filter key \"all\"");
        }
        for (String value : values) {
            if (!TRUE.matcher(value).matches() && !FALSE.matcher(value).matches()) {
                throw new InvalidRequest(
                        "invalid filter 'all': strconv.ParseBool: parsing \"" + value + "\": invalid syntax");
            }
        }
        return values.stream().anyMatch(value -> TRUE.matcher(value).matches());
    }
}
