package dev.sampan.server.docker;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.network.Network;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Docker's filters on a list of networks. */
final class NetworkFilter implements Predicate<Network> {
    private static final Set<String> KNOWN = Set.of("dangling", "driver", "id", "label", "name", "scope", "type");

    private final Map<String, Set<String>> filters;
    private final Predicate<Network> unused;

    /** @param unused whether no container is on a network */
    NetworkFilter(Map<String, Set<String>> filters, Predicate<Network> unused) {
        this.filters = filters;
        this.unused = unused;
        for (String name : filters.keySet()) {
            if (!KNOWN.contains(name)) {
                throw new InvalidRequest("invalid filter '" + name + "'");
            }
        }
        checkDangling(values("dangling"));
        for (String type : values("type")) {
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

    private Set<String> values(String filter) {
        return filters.getOrDefault(filter, Set.of());
    }

    @Override
    public boolean test(Network network) {
        return any("driver", network.driver()::equals)
                && any("name", name -> matches(name, network.name()))
                && any("id", id -> matches(id, network.id()))
                && any("scope", "local"::equals)
                && any("type", type -> type.equals("builtin") == network.isPredefined())
                && any("dangling", value -> isDangling(network) == (value.equals("1") || value.equals("true")))
                && values("label").stream().allMatch(label -> hasLabel(label, network.labels()));
    }

    private boolean any(String filter, Predicate<String> matches) {
        return values(filter).isEmpty() || values(filter).stream().anyMatch(matches);
    }

    private boolean isDangling(Network network) {
        return !network.isPredefined() && unused.test(network);
    }

    /** A regular expression that matches somewhere, or the text itself. */
    private static boolean matches(String wanted, String text) {
        try {
            return wanted.equals(text) || Pattern.compile(wanted).matcher(text).find();
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    private static boolean hasLabel(String wanted, Map<String, String> labels) {
        int equals = wanted.indexOf('=');
        return equals < 0
                ? labels.containsKey(wanted)
                : wanted.substring(equals + 1).equals(labels.get(wanted.substring(0, equals)));
    }
}
