package dev.sampan.engine.volume;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.filter.Filters;
import java.util.Set;
import java.util.function.Predicate;

/** Docker's filters of a volume list. */
record ListFilter(Filters filters, VolumeUsers users) implements Predicate<Volume> {

    private static final Set<String> KNOWN = Set.of("dangling", "driver", "label", "name");

    /** Throws for an unknown filter or a value that cannot be one. */
    ListFilter {
        Set<String> dangling = filters.allowing(KNOWN).values("dangling");
        if (dangling.size() > 1 || dangling.stream().anyMatch(d -> !d.matches("0|1|true|false"))) {
            throw new InvalidRequest("invalid filter 'dangling=[" + String.join(" ", dangling) + "]'");
        }
    }

    @Override
    public boolean test(Volume volume) {
        return filters.any("name", name -> Filters.matches(name, volume.name()))
                && filters.any("driver", volume.driver()::equals)
                && filters.labels(volume.labels())
                && filters.any(
                        "dangling",
                        yes -> users.of(volume.name()).isEmpty() == (yes.equals("1") || yes.equals("true")));
    }
}
