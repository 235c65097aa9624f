package dev.sampan.docker;

import dev.sampan.api.Json;
import dev.sampan.api.container.ContainerSummary;
import dev.sampan.api.system.DiskUsageResponse;
import dev.sampan.api.system.DiskUsageResponse.Usage;
import dev.sampan.api.version.ApiVersion;
import dev.sampan.api.version.ContainerAnswers;
import dev.sampan.api.version.ImageShapes;
import dev.sampan.api.volume.VolumeResponse;
import dev.sampan.engine.Engine;
import dev.sampan.engine.container.ListQuery;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.filter.Filters;
import dev.sampan.engine.image.ImageSummary;
import dev.sampan.engine.volume.Volumes;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /system/df}: what takes up the data root. */
final class DiskUsageApi {
    private static final List<String> TYPES = List.of("container", "image", "volume", "build-cache");

    private final Engine engine;

    DiskUsageApi(Engine engine) {
        this.engine = engine;
    }

    void usage(Call call) throws IOException {
        boolean typed = !call.version().before(1, 42);
        boolean sums = !call.version().before(1, 52);
        boolean lists = !sums || !call.parameters().flag("verbose");
        Set<String> wanted = Set.copyOf(types(typed ? call.parameters().all("type") : List.of()));
        boolean images = wanted.contains("image");
        boolean containers = wanted.contains("container");
        boolean volumes = wanted.contains("volume");
        boolean cache = wanted.contains("build-cache");
        List<ContainerSummary> everyContainer = new ContainerJson(engine)
                .list(engine.containers().list(new ListQuery(true, 0, containers, Filters.NONE)));
        List<ImageSummary> everyImage = images ? engine.images().list(Filters.NONE) : List.of();
        List<VolumeResponse> everyVolume = volumes ? volumes() : List.of();
        List<?> shownImages =
                everyImage.stream().map(image -> shape(image, call.version())).toList();
        List<?> shownContainers = ContainerAnswers.list(containers ? everyContainer : List.of(), call.version());
        long layers = images ? engine.images().bytes() : 0;
        call.json(new DiskUsageResponse(
                images && lists ? layers : null,
                images && lists ? shownImages : null,
                containers && lists ? shownContainers : null,
                volumes && lists ? everyVolume : null,
                cache && lists ? List.of() : null,
                images && sums ? imageUsage(everyImage, layers, shownImages) : null,
                containers && sums ? containerUsage(everyContainer, shownContainers) : null,
                volumes && sums ? volumeUsage(everyVolume) : null,
                cache && sums ? new Usage(0, 0, 0, 0, List.of()) : null));
    }

    /** As in a list, but here Docker never left the descriptor out. */
    private static JsonNode shape(ImageSummary image, ApiVersion version) {
        var summary = ImageAnswers.summary(image, false, true);
        JsonNode shape = ImageShapes.of(summary, version);
        if (shape instanceof ObjectNode object && summary.descriptor() != null) {
            object.set("Descriptor", Json.tree(summary.descriptor()));
        }
        return shape;
    }

    private static List<String> types(List<String> given) {
        for (String type : given) {
            if (!TYPES.contains(type)) {
                throw new InvalidRequest("unknown object type: " + type);
            }
        }
        return given.isEmpty() ? TYPES : given;
    }

    private static Usage imageUsage(List<ImageSummary> images, long layers, List<?> shown) {
        long active = images.stream().filter(i -> !i.containers().isEmpty()).count();
        long reclaimable = images.stream()
                .filter(i -> i.containers().isEmpty())
                .mapToLong(i -> i.size() - i.sharedSize())
                .sum();
        return new Usage(active, images.size(), reclaimable, layers, shown);
    }

    private static Usage containerUsage(List<ContainerSummary> containers, List<?> shown) {
        var running = containers.stream()
                .filter(c -> Set.of("running", "paused", "restarting").contains(c.state()))
                .toList();
        long size = containers.stream().mapToLong(ContainerSummary::sizeRw).sum();
        long used = running.stream().mapToLong(ContainerSummary::sizeRw).sum();
        return new Usage(running.size(), containers.size(), size - used, size, shown);
    }

    private static Usage volumeUsage(List<VolumeResponse> volumes) {
        long active = volumes.stream().filter(DiskUsageApi::isUsed).count();
        long size = volumes.stream().mapToLong(DiskUsageApi::size).sum();
        long used = volumes.stream()
                .filter(DiskUsageApi::isUsed)
                .mapToLong(DiskUsageApi::size)
                .sum();
        return new Usage(active, volumes.size(), size - used, size, volumes);
    }

    private static boolean isUsed(VolumeResponse volume) {
        return volume.usage() != null && volume.usage().references() > 0;
    }

    private static long size(VolumeResponse volume) {
        return volume.usage() == null ? 0 : Math.max(0, volume.usage().size());
    }

    private List<VolumeResponse> volumes() {
        Volumes all = engine.volumes();
        return all.list(Filters.NONE).stream()
                .map(volume -> VolumesApi.shown(
                        volume,
                        new VolumeResponse.Usage(all.users(volume.name()).size(), all.bytes(volume))))
                .toList();
    }
}
