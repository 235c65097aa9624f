package dev.sampan.docker;

import dev.sampan.api.GoTime;
import dev.sampan.api.volume.VolumeCreateRequest;
import dev.sampan.api.volume.VolumeResponse;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.NotFound;
import dev.sampan.engine.filter.Filters;
import dev.sampan.engine.volume.Volume;
import dev.sampan.engine.volume.Volumes;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /volumes}: the directories that outlive containers. */
final class VolumesApi {
    private final Volumes volumes;

    VolumesApi(Volumes volumes) {
        this.volumes = volumes;
    }

    static VolumeResponse shown(Volume volume, VolumeResponse.@Nullable Usage usage) {
        return new VolumeResponse(
                GoTime.format(volume.created().truncatedTo(ChronoUnit.SECONDS)),
                volume.driver(),
                volume.labels(),
                volume.mountpoint().toString(),
                volume.name(),
                volume.options(),
                "local",
                usage);
    }

    void list(Call call) throws IOException {
        Filters filters;
        try {
            filters = call.filters();
        } catch (InvalidRequest e) {
            throw new InvalidRequest("error reading volume filters: " + e.getMessage(), e);
        }
        List<VolumeResponse> found = volumes.list(filters).stream()
                .map(volume -> shown(volume, null))
                .toList();
        call.json(new VolumeResponse.All(found, null));
    }

    void inspect(Call call) throws IOException {
        call.json(shown(volumes.get(call.name()), null));
    }

    /** The list's path with a slash at its end names a volume without a name. */
    void nameless(Call call) {
        throw new NotFound("get: no such volume");
    }

    void create(Call call) throws IOException {
        VolumeCreateRequest request =
                call.body(VolumeCreateRequest.class).orElseGet(() -> new VolumeCreateRequest(null, null, null, null));
        Volume volume = volumes.create(
                request.name() == null ? "" : request.name(),
                request.driver() == null ? "" : request.driver(),
                request.labels(),
                request.driverOptions());
        call.json(201, shown(volume, null));
    }

    void remove(Call call) throws IOException {
        if (volumes.find(call.name()).isPresent() || !call.parameters().flag("force")) {
            volumes.remove(call.name());
        }
        call.done(204);
    }

    /** Before API 1.42 named volumes went, too, and there was no filter {@code all}. */
    void prune(Call call) throws IOException {
        Filters filters = call.filters();
        if (call.version().before(1, 42)) {
            filters = filters.allowing(Set.of("label", "label!")).and("all", "true");
        }
        Volumes.Pruned pruned = volumes.prune(filters);
        call.json(new VolumeResponse.Pruned(pruned.names(), pruned.bytes()));
    }
}
