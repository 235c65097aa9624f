package dev.sampan.engine.network;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.filter.Filters;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Docker's filters of a network list.
 *
 * @param unused whether no container is on a network
 */
record ListFilter(Filters filters, Predicate<Network> unused) implements Predicate<Network> {

    private static final Set<String> KNOWN = Set.of("dangling", "driver", "id", "label", "name", "scope", "type");

    /** Throws for an unknown filter or a value that cannot be one. */
    ListFilter {
        checkDangling(filters.allowing(KNOWN).values("dangling"));
        for (String type : filters.values("type")) {
            if (!type.equals("custom") && !type.equals("builtin")) {
                throw new SystemFailure("invalid filter: 'type'='" + type + "'");
            }
        }
    }

    private static void checkDangling(Set<String> values) {
        if (values.size() > 1) {
            throw new InvalidRequest("got more than one value for filter key \"dangling\"");
        }
        for (String value : values) {
            if (!value.matches("1|true|0|false")) {
                throw new InvalidRequest(
                        "invalid value for filter 'dangling', must be \"true\" (or \"1\"), or \"false\" (or \"0\")");
            }
        }
    }

    @Override
    public boolean test(Network network) {
        return filters.any("driver", network.driver()::equals)
                && filters.any("name", name -> Filters.matches(name, network.name()))
                && filters.any("id", id -> Filters.matches(id, network.id()))
                && filters.any("scope", "local"::equals)
                && filters.any("type", type -> type.equals("builtin") == network.isPredefined())
                && filters.any("dangling", yes -> isDangling(network) == (yes.equals("1") || yes.equals("true")))
                && filters.labels(network.labels());
    }

    private boolean isDangling(Network network) {
        return !network.isPredefined() && unused.test(network);
    }
}
