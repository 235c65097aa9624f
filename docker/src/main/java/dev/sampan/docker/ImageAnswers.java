package dev.sampan.docker;

import dev.sampan.api.GoTime;
import dev.sampan.api.container.HealthConfig;
import dev.sampan.api.container.ManifestDescriptor;
import dev.sampan.api.container.ManifestPlatform;
import dev.sampan.api.image.DeleteItem;
import dev.sampan.api.image.HistoryItem;
import dev.sampan.api.image.ImageInspect;
import dev.sampan.api.image.ImageSummary;
import dev.sampan.api.image.ManifestSummary;
import dev.sampan.engine.image.Deletion;
import dev.sampan.engine.image.HistoryEntry;
import dev.sampan.engine.image.Image;
import dev.sampan.engine.image.ImageConfig;
import dev.sampan.engine.image.ImageDetails;
import dev.sampan.engine.oci.Descriptor;
import dev.sampan.engine.oci.Digest;
import dev.sampan.engine.oci.Platform;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The engine's images as the API's records: the one place that maps them. */
final class ImageAnswers {

    private ImageAnswers() {}

    static ImageSummary summary(
            dev.sampan.engine.image.ImageSummary image, boolean withManifests, boolean withSharedSize) {
        return new ImageSummary(
                image.containers().size(),
                image.created().map(Instant::getEpochSecond).orElse(0L),
                image.id().toString(),
                new TreeMap<>(image.labels()),
                "",
                descriptor(image.target()),
                withManifests ? manifests(image) : null,
                image.repoDigests(),
                image.repoTags(),
                withSharedSize ? image.sharedSize() : -1,
                image.size());
    }

    static List<ManifestSummary> manifests(dev.sampan.engine.image.ImageSummary image) {
        return image.manifests().stream().map(ImageAnswers::manifest).toList();
    }

    private static ManifestSummary manifest(dev.sampan.engine.image.ImageSummary.ManifestSummary manifest) {
        String about = manifest.descriptor().annotations().get("vnd.docker.reference.digest");
        return new ManifestSummary(
                manifest.descriptor().digest().toString(),
                descriptor(manifest.descriptor()),
                manifest.available(),
                new ManifestSummary.Size(manifest.contentSize(), manifest.contentSize() + manifest.unpackedSize()),
                !manifest.attestation() ? "image" : about != null ? "attestation" : "unknown",
                manifest.attestation()
                        ? null
                        : new ManifestSummary.ImageData(
                                platform(manifest.platform()),
                                new ManifestSummary.UnpackedSize(manifest.unpackedSize()),
                                manifest.containers().isEmpty() ? null : manifest.containers()),
                manifest.attestation() && about != null ? new ManifestSummary.AttestationData(about) : null);
    }

    /** @param platformAsked whether one platform of several is shown: then its manifest is described */
    static ImageInspect inspect(ImageDetails details, boolean withManifests, boolean platformAsked) {
        Image image = details.image();
        return new ImageInspect(
                image.id().toString(),
                details.repoTags(),
                details.repoDigests(),
                details.comment(),
                image.created().map(GoTime::format).orElse(null),
                details.author(),
                config(image.config()),
                image.platform().architecture(),
                image.platform().variant(),
                image.platform().os(),
                image.platform().osVersion(),
                details.size(),
                new ImageInspect.RootFs(
                        image.platform().os().isEmpty() ? "" : "layers",
                        details.diffIds().stream().map(Digest::toString).toList()),
                new ImageInspect.Metadata(GoTime.format(details.lastTagged())),
                descriptor(platformAsked ? image.manifest() : image.target()),
                withManifests ? manifests(details.summary()) : null);
    }

    private static ImageInspect.Config config(ImageConfig config) {
        return new ImageInspect.Config(
                config.user(),
                keys(config.exposedPorts()),
                config.env(),
                config.entrypoint().orElse(null),
                config.cmd().orElse(null),
                keys(config.volumes()),
                config.workingDir(),
                config.labels(),
                config.stopSignal(),
                config.argsEscaped(),
                config.healthcheck().map(ImageAnswers::health).orElse(null),
                config.onBuild(),
                config.shell());
    }

    private static HealthConfig health(ImageConfig.HealthCheck check) {
        return new HealthConfig(
                check.test(),
                check.interval().toNanos(),
                check.timeout().toNanos(),
                check.startPeriod().toNanos(),
                check.startInterval().toNanos(),
                check.retries());
    }

    private static @Nullable Map<String, Object> keys(Set<String> names) {
        var map = new TreeMap<String, Object>();
        names.forEach(name -> map.put(name, Map.of()));
        return map.isEmpty() ? null : map;
    }

    static ManifestDescriptor descriptor(Descriptor descriptor) {
        return new ManifestDescriptor(
                descriptor.mediaType(),
                descriptor.digest().toString(),
                descriptor.size(),
                descriptor.annotations().isEmpty() ? null : new TreeMap<>(descriptor.annotations()),
                descriptor.platform().map(ImageAnswers::platform).orElse(null));
    }

    private static ManifestPlatform platform(Platform platform) {
        return new ManifestPlatform(
                platform.architecture(), platform.os(), platform.osVersion(), null, platform.variant());
    }

    static HistoryItem history(HistoryEntry entry) {
        return new HistoryItem(
                entry.comment(),
                entry.created().map(Instant::getEpochSecond).orElse(0L),
                entry.createdBy(),
                entry.id().map(Digest::toString).orElse("<missing>"),
                entry.size(),
                entry.tags().isEmpty() ? null : entry.tags());
    }

    static List<DeleteItem> deletions(List<Deletion> deletions) {
        return deletions.stream()
                .map(deletion -> switch (deletion) {
                    case Deletion.Deleted(Digest id) -> new DeleteItem(id.toString(), null);
                    case Deletion.Untagged(String name) -> new DeleteItem(null, name);
                })
                .toList();
    }
}
