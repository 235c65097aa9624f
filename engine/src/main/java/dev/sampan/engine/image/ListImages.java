package dev.sampan.engine.image;

import dev.sampan.engine.content.ImageIndex.Entry;
import dev.sampan.engine.error.Cause;
import dev.sampan.engine.filter.Filters;
import dev.sampan.engine.image.ImageSummary.ManifestSummary;
import dev.sampan.engine.oci.Descriptor;
import dev.sampan.engine.oci.Digest;
import dev.sampan.engine.oci.Platform;
import dev.sampan.engine.storage.LayerId;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code docker images}: what is here, filtered, the newest first. */
final class ListImages {

    private static final Set<String> FILTERS =
            Set.of("dangling", "label", "label!", "before", "since", "reference", "until");

    private static final Logger LOG = System.getLogger(ListImages.class.getName());

    private final ImageStore store;
    private final ImageUsers users;

    ListImages(ImageStore store, ImageUsers users) {
        this.store = store;
        this.users = users;
    }

    List<ImageSummary> run(Filters given) throws IOException {
        var filters = new ImageFilters(given, FILTERS);
        Optional<Boolean> dangling = filters.dangling();
        Optional<Instant> before = created(filters.values("before"));
        Optional<Instant> since = created(filters.values("since"));
        List<NamePattern> patterns =
                filters.values("reference").stream().map(NamePattern::new).toList();
        var found = new ArrayList<ImageSummary>();
        Map<LayerId, Integer> shared = layerUse();
        for (List<Entry> entries : byImage().values()) {
            List<Entry> shown = named(entries, patterns);
            if (shown.isEmpty()
                    || dangling.isPresent()
                            && dangling.get() != shown.getFirst().dangling()) {
                continue;
            }
            ConfigDocument config = config(entries.getFirst().target());
            Instant at = config.created().orElse(Instant.EPOCH);
            if (filters.accept(config.config(), config.created())
                    && before.filter(b -> !at.isBefore(b)).isEmpty()
                    && since.filter(s -> !at.isAfter(s)).isEmpty()) {
                found.add(summary(shown, config, shared));
            }
        }
        found.sort(Comparator.comparing((ImageSummary image) -> image.created().orElse(Instant.EPOCH))
                .reversed());
        return found;
    }

    /** One image, with all its names. */
    ImageSummary one(Digest image) throws IOException {
        List<Entry> entries = store.index().of(image);
        return summary(entries, config(entries.getFirst().target()), layerUse());
    }

    private Map<Digest, List<Entry>> byImage() {
        var byImage = new LinkedHashMap<Digest, List<Entry>>();
        store.index()
                .entries()
                .forEach(entry -> byImage.computeIfAbsent(entry.target().digest(), id -> new ArrayList<>())
                        .add(entry));
        return byImage;
    }

    private static List<Entry> named(List<Entry> entries, List<NamePattern> patterns) {
        if (patterns.isEmpty()) {
            return entries;
        }
        return entries.stream()
                .filter(entry -> patterns.stream().anyMatch(pattern -> matches(entry, pattern)))
                .toList();
    }

    /** Docker keeps images without a name under this one, and the filter sees it. */
    private static boolean matches(Entry entry, NamePattern pattern) {
        return entry.dangling()
                ? pattern.matches("moby-dangling")
                : Names.of(entry).filter(pattern::matches).isPresent();
    }

    private Optional<Instant> created(Set<String> images) throws IOException {
        if (images.isEmpty()) {
            return Optional.empty();
        }
        Entry entry = store.find(images.iterator().next()).entry();
        return Optional.of(config(entry.target()).created().orElse(Instant.EPOCH));
    }

    /** Of the host's platform if the image has it. */
    private ConfigDocument config(Descriptor target) {
        return readable(target, ConfigDocument.NOTHING, () -> {
            Optional<Descriptor> manifest = store.choose(target, Optional.empty());
            return manifest.isPresent() && store.isComplete(manifest.get())
                    ? store.config(manifest.get())
                    : ConfigDocument.NOTHING;
        });
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    /** One image whose documents cannot be read is shown without what they say, and fails nobody's list. */
    private static <T> T readable(Descriptor image, T otherwise, Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "image {0} cannot be read: {1}", image.digest(), Cause.of(e));
            return otherwise;
        }
    }

    private ImageSummary summary(List<Entry> entries, ConfigDocument config, Map<LayerId, Integer> shared)
            throws IOException {
        Descriptor target = entries.getFirst().target();
        List<String> containers = users.of(target.digest()).stream()
                .map(ImageUsers.User::containerId)
                .toList();
        List<ManifestSummary> manifests = readable(target, List.of(), () -> manifests(target, containers));
        List<String> digests = Names.digests(entries);
        return new ImageSummary(
                target.digest(),
                target,
                Names.tags(entries),
                digests.isEmpty() ? digests : List.of(digests.getLast()),
                config.created(),
                config.config().labels(),
                manifests.stream()
                        .mapToLong(m -> m.contentSize() + m.unpackedSize())
                        .sum(),
                config.layers().stream()
                        .filter(layer -> shared.getOrDefault(layer, 0) > 1)
                        .mapToLong(layer -> store.layers().usage(layer).bytes())
                        .sum(),
                containers,
                manifests);
    }

    private List<ManifestSummary> manifests(Descriptor image, List<String> containers) throws IOException {
        var summaries = new ArrayList<ManifestSummary>();
        for (Descriptor manifest : store.manifests(image)) {
            summaries.add(manifest(manifest, containers));
        }
        for (Descriptor attestation : store.attestations(image)) {
            summaries.add(attestation(attestation));
        }
        return summaries;
    }

    private ManifestSummary manifest(Descriptor descriptor, List<String> containers) throws IOException {
        if (!store.isComplete(descriptor)) {
            return new ManifestSummary(
                    descriptor, false, descriptor.platform().orElse(new Platform("", "")), 0, 0, List.of(), false);
        }
        ConfigDocument config = store.config(descriptor);
        Sizes sizes = new Sizes(store);
        boolean used = config.platform().satisfies(Platform.host());
        return new ManifestSummary(
                descriptor,
                true,
                config.platform(),
                sizes.content(descriptor),
                sizes.unpacked(config),
                used ? containers : List.of(),
                false);
    }

    private ManifestSummary attestation(Descriptor descriptor) throws IOException {
        boolean complete = store.isComplete(descriptor);
        long bytes = complete ? new Sizes(store).content(descriptor) : 0;
        return new ManifestSummary(descriptor, complete, new Platform("", ""), bytes, 0, List.of(), true);
    }

    /** In how many images each layer is. */
    private Map<LayerId, Integer> layerUse() throws IOException {
        var use = new HashMap<LayerId, Integer>();
        var seen = new HashSet<Digest>();
        for (Entry entry : store.index().entries()) {
            if (seen.add(entry.target().digest())) {
                config(entry.target()).layers().forEach(layer -> use.merge(layer, 1, Integer::sum));
            }
        }
        return use;
    }
}
