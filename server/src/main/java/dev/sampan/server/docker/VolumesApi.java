package dev.sampan.server.docker;

import dev.sampan.api.GoTime;
import dev.sampan.api.container.ContainerSummary;
import dev.sampan.api.volume.VolumeCreateRequest;
import dev.sampan.api.volume.VolumeResponse;
import dev.sampan.engine.Engine;
import dev.sampan.engine.container.ListQuery;
import dev.sampan.engine.error.EngineException.Conflict;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.NotFound;
import dev.sampan.engine.volume.Volume;
import dev.sampan.engine.volume.Volumes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** {@code /volumes}: the directories that outlive containers. */
final class VolumesApi {
    private static final Set<String> FILTERS = Set.of("dangling", "driver", "label", "name");

    private final Engine engine;

    VolumesApi(Engine engine) {
        this.engine = engine;
    }

    static VolumeResponse shown(Volume volume, VolumeResponse.@Nullable Usage usage) {
        return new VolumeResponse(
                GoTime.format(volume.created().truncatedTo(java.time.temporal.ChronoUnit.SECONDS)),
                volume.driver(),
                volume.labels(),
                volume.mountpoint().toString(),
                volume.name(),
                volume.options(),
                "local",
                usage);
    }

    /** What its files take on disk; what vanishes meanwhile is not counted. */
    static long bytes(Path directory) {
        var sum = new AtomicLong();
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    sum.addAndGet(attributes.size());
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("measure " + directory, e);
        }
        return sum.get();
    }

    void list(Call call) throws IOException {
        Map<String, Set<String>> filters;
        try {
            filters = call.filters();
        } catch (InvalidRequest e) {
            throw new InvalidRequest("error reading volume filters: " + e.getMessage(), e);
        }
        for (String name : filters.keySet()) {
            if (!FILTERS.contains(name)) {
                throw new InvalidRequest("invalid filter '" + name + "'");
            }
        }
        Set<String> dangling = filters.getOrDefault("dangling", Set.of());
        if (dangling.size() > 1 || dangling.stream().anyMatch(d -> !d.matches("0|1|true|false"))) {
            throw new InvalidRequest("invalid filter 'dangling=[" + String.join(" ", dangling) + "]'");
        }
        call.json(new VolumeResponse.All(
                engine.volumes().list().stream()
                        .filter(volume -> matches(volume, filters))
                        .map(volume -> shown(volume, null))
                        .toList(),
                null));
    }

    private boolean matches(Volume volume, Map<String, Set<String>> filters) {
        Map<String, String> labels = volume.labels() == null ? Map.of() : volume.labels();
        return any(filters, "name", name -> name.equals(volume.name()) || found(name, volume.name()))
                && any(filters, "driver", volume.driver()::equals)
                && filters.getOrDefault("label", Set.of()).stream().allMatch(label -> has(label, labels))
                && any(
                        filters,
                        "dangling",
                        wanted -> users(volume).isEmpty() == (wanted.equals("1") || wanted.equals("true")));
    }

    private static boolean any(Map<String, Set<String>> filters, String name, Predicate<String> matches) {
        Set<String> values = filters.getOrDefault(name, Set.of());
        return values.isEmpty() || values.stream().anyMatch(matches);
    }

    private static boolean found(String expression, String text) {
        try {
            return Pattern.compile(expression).matcher(text).find();
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    private static boolean has(String wanted, Map<String, String> labels) {
        int equals = wanted.indexOf('=');
        return equals < 0
                ? labels.containsKey(wanted)
                : wanted.substring(equals + 1).equals(labels.get(wanted.substring(0, equals)));
    }

    private List<String> users(Volume volume) {
        var filter = Map.of("volume", Set.of(volume.name()));
        return engine.containers().list(new ListQuery(true, 0, false, filter)).stream()
                .map(ContainerSummary::id)
                .toList();
    }

    void inspect(Call call) throws IOException {
        call.json(shown(engine.volumes().get(call.name()), null));
    }

    /** The list's path with a slash at its end names a volume without a name. */
    void nameless(Call call) {
        throw new NotFound("get: no such volume");
    }

    void create(Call call) throws IOException {
        VolumeCreateRequest request =
                call.body(VolumeCreateRequest.class).orElseGet(() -> new VolumeCreateRequest(null, null, null, null));
        String name = request.name() == null ? "" : request.name();
        Map<String, String> labels = request.labels();
        if (name.isEmpty()) {
            labels = new HashMap<>(labels == null ? Map.of() : labels);
            labels.put(Volumes.ANONYMOUS, "");
        }
        boolean there = engine.volumes().find(name).isPresent();
        Volume volume = engine.volumes()
                .create(name, request.driver() == null ? "" : request.driver(), labels, request.driverOptions());
        if (!there) {
            tell("create", volume);
        }
        call.json(201, shown(volume, null));
    }

    void remove(Call call) throws IOException {
        var volume = engine.volumes().find(call.name());
        if (volume.isEmpty() && call.parameters().flag("force")) {
            call.done(204);
            return;
        }
        List<String> users = users(engine.volumes().get(call.name()));
        if (!users.isEmpty()) {
            throw new Conflict("remove " + call.name() + ": volume is in use - [" + String.join(", ", users) + "]");
        }
        engine.volumes().remove(call.name());
        tell("destroy", volume.get());
        call.done(204);
    }

    /** Anonymous ones that no container has; before API 1.42, or with the filter all, named ones too. */
    void prune(Call call) throws IOException {
        Map<String, Set<String>> filters = call.filters();
        boolean old = call.version().before(1, 42);
        for (String name : filters.keySet()) {
            if (!name.equals("label") && !name.equals("label!") && (old || !name.equals("all"))) {
                throw new InvalidRequest("invalid filter '" + name + "'");
            }
        }
        boolean named = old || all(filters.getOrDefault("all", Set.of()));
        var deleted = new ArrayList<String>();
        long bytes = 0;
        for (Volume volume : engine.volumes().list()) {
            Map<String, String> labels = volume.labels() == null ? Map.of() : volume.labels();
            boolean wanted = (named || labels.containsKey(Volumes.ANONYMOUS))
                    && filters.getOrDefault("label", Set.of()).stream().allMatch(label -> has(label, labels))
                    && filters.getOrDefault("label!", Set.of()).stream().noneMatch(label -> has(label, labels));
            if (wanted && users(volume).isEmpty()) {
                bytes += bytes(volume.mountpoint());
                engine.volumes().remove(volume.name());
                tell("destroy", volume);
                deleted.add(volume.name());
            }
        }
        engine.events().publish("volume", "prune", "", Map.of("reclaimed", String.valueOf(bytes)));
        call.json(new VolumeResponse.Pruned(deleted, bytes));
    }

    private static boolean all(Set<String> values) {
        if (values.size() > 1) {
            throw new InvalidRequest("got more than one value for filter key \"all\"");
        }
        for (String value : values) {
            if (!value.matches("1|t|T|TRUE|true|True|0|f|F|FALSE|false|False")) {
                throw new InvalidRequest(
                        "invalid filter 'all': strconv.ParseBool: parsing \"" + value + "\": invalid syntax");
            }
        }
        return values.stream().anyMatch(value -> value.matches("1|t|T|TRUE|true|True"));
    }

    private void tell(String action, Volume volume) {
        engine.events().publish("volume", action, volume.name(), Map.of("driver", volume.driver()));
    }
}
