package dev.sampan.engine.container;

import dev.sampan.engine.container.state.EndpointState;
import dev.sampan.engine.container.state.LastRun;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.filter.Filters;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** Docker's filters of a container list. */
final class ListFilter {

    private static final Set<String> KNOWN = Set.of(
            "ancestor",
            "before",
            "exited",
            "expose",
            "health",
            "id",
            "is-task",
            "isolation",
            "label",
            "name",
            "network",
            "publish",
            "since",
            "status",
            "volume");

    private static final List<String> STATES =
            List.of("created", "running", "paused", "restarting", "removing", "exited", "dead");

    private static final List<String> HEALTHS = List.of("none", "starting", "healthy", "unhealthy");

    private final Parts parts;
    private final Filters filters;
    private Predicate<Container> all = container -> true;

    /** Throws for an unknown filter or a value that cannot be one. */
    ListFilter(Parts parts, Filters filters) {
        this.parts = parts;
        this.filters = filters.allowing(KNOWN);
        filters.byName().forEach((name, values) -> {
            if (!values.isEmpty()) {
                all = all.and(condition(name, values));
            }
        });
    }

    boolean test(Container container) {
        return all.test(container);
    }

    /** Whether the states to list are named, so that stopped ones are not left out. */
    boolean namesStates() {
        return !filters.values("status").isEmpty();
    }

    private Predicate<Container> condition(String name, Set<String> values) {
        return switch (name) {
            case "id" -> c -> values.stream().anyMatch(value -> Filters.matches(value, c.id));
            case "name" -> name(values);
            case "label" -> c -> filters.labels(c.spec().labels());
            case "status" ->
                oneOf("status", "state", values, STATES, c -> c.state().word());
            case "health" -> oneOf("health", "health", values, HEALTHS, c -> "none");
            case "exited" -> exited(values);
            case "ancestor" -> ancestor(values);
            case "before" -> bound(values, false);
            case "since" -> bound(values, true);
            case "volume" ->
                c -> c.file().mounts().stream()
                        .anyMatch(m -> values.contains(m.name())
                                || values.contains(m.source())
                                || values.contains(m.destination()));
            case "network" -> network(values);
            case "publish", "expose" -> ports(name, values);
            case "is-task" -> isTask(values);
            default -> c -> true; // isolation means nothing on Linux
        };
    }

    private static Predicate<Container> name(Set<String> values) {
        return c -> values.stream()
                .anyMatch(value -> Filters.matches(value, c.file().plainName())
                        || Filters.matches(value, c.file().name()));
    }

    private static Predicate<Container> oneOf(
            String filter,
            String what,
            Set<String> values,
            List<String> words,
            java.util.function.Function<Container, String> of) {
        for (String value : values) {
            if (!words.contains(value)) {
                throw new InvalidRequest("invalid filter '" + filter + "=" + value + "': invalid value for " + what
                        + " (" + value + "): must be one of " + String.join(", ", words));
            }
        }
        return c -> values.contains(of.apply(c));
    }

    private static Predicate<Container> exited(Set<String> values) {
        var codes = new HashSet<Integer>();
        for (String value : values) {
            try {
                codes.add(Integer.parseInt(value));
            } catch (NumberFormatException e) {
                throw new InvalidRequest("invalid filter 'exited=" + value + "': strconv.Atoi: parsing \"" + value
                        + "\": invalid syntax");
            }
        }
        return c -> !c.state().running()
                && !c.file().lastRun().startedAt().equals(LastRun.NEVER)
                && codes.contains(c.file().lastRun().exitCode());
    }

    private Predicate<Container> ancestor(Set<String> values) {
        var images = new HashSet<String>();
        for (String value : values) {
            try {
                images.add(parts.images().get(value).id().toString());
            } catch (EngineException unknown) {
                // No such image: no container of it.
            }
        }
        return c ->
                values.contains(c.spec().image()) || images.contains(c.file().image());
    }

    private Predicate<Container> bound(Set<String> values, boolean after) {
        Instant bound = parts.table().get(values.iterator().next()).file().created();
        return c ->
                after ? c.file().created().isAfter(bound) : c.file().created().isBefore(bound);
    }

    private static Predicate<Container> network(Set<String> values) {
        return c ->
                c.spec().network().attachments().stream().anyMatch(attachment -> values.contains(attachment.network()))
                        || c.file().endpoints().values().stream()
                                .map(EndpointState::networkId)
                                .anyMatch(id -> !id.isEmpty() && values.stream().anyMatch(id::startsWith));
    }

    private Predicate<Container> ports(String filter, Set<String> values) {
        var wanted = new HashSet<String>();
        for (String value : values) {
            if (value.contains(":")) {
                throw new SystemFailure("filter for '" + filter + "' should not contain ':': " + value);
            }
            wanted.addAll(PortFilter.ports(filter, value));
        }
        return c -> {
            Active active = c.active();
            if (active == null || active.sandbox().isEmpty()) {
                return false;
            }
            if (filter.equals("publish")) {
                return active.sandbox().get().ports().stream()
                        .anyMatch(port -> wanted.contains(port.hostPort() + "/" + port.protocol()));
            }
            List<String> exposed = c.spec().network().exposed();
            return active.sandbox().get().ports().stream().anyMatch(port -> wanted.contains(port.container()))
                    || exposed.stream().anyMatch(wanted::contains);
        };
    }

    private static Predicate<Container> isTask(Set<String> values) {
        for (String value : values) {
            switch (value.toLowerCase(Locale.ROOT)) {
                case "true", "1" -> {
                    return c -> false;
                }
                case "false", "0" -> {}
                default -> throw new InvalidRequest("invalid filter 'is-task=[" + value + "]'");
            }
        }
        return c -> true;
    }
}
