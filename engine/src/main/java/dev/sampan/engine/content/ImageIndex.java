package dev.sampan.engine.content;

import dev.sampan.engine.oci.Descriptor;
import dev.sampan.engine.oci.Digest;
import dev.sampan.engine.oci.MediaTypes;
import dev.sampan.engine.store.StateFile;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The layout's {@code index.json}: which names point at which image. Kept in memory, written as a whole on each change; our own
 * facts are annotations beside those an image came with. Thread-safe.
 */
public final class ImageIndex {

    private static final Logger LOG = System.getLogger(ImageIndex.class.getName());
    private static final String OURS = "dev.sampan.image.";

    private final Path file;
    private final TreeMap<String, Entry> byKey = new TreeMap<>();

    /**
     * @param name the full name, {@code docker.io/library/busybox:latest}; empty for an image that has none
     * @param target the manifest or index it points at
     * @param updated when the name was last given to this image
     */
    public record Entry(String name, Descriptor target, Instant updated) {

        public boolean dangling() {
            return name.isEmpty();
        }

        private String key() {
            return dangling() ? "@" + target.digest() : name;
        }
    }

    public ImageIndex(ContentStore store) throws IOException {
        this.file = store.root().resolve("index.json");
        Optional<List<Entry>> stored = StateFile.readOrCopy(file, ImageIndex::parse);
        if (stored.isPresent()) {
            stored.get().forEach(entry -> byKey.put(entry.key(), entry));
        } else {
            if (StateFile.isDamaged(file)) {
                restore(store);
            }
            write();
        }
    }

    private static List<Entry> parse(byte[] content) throws IOException {
        JsonNode manifests = ImageSpecJson.parse(content).path("manifests");
        if (!manifests.isArray()) {
            throw new IOException("it has no list of manifests");
        }
        var entries = new ArrayList<Entry>();
        for (JsonNode node : manifests.values()) {
            entries.add(read(node));
        }
        return entries;
    }

    /** Without index and copy the images are found among the blobs: they have lost their names, and nothing else. */
    private void restore(ContentStore store) throws IOException {
        for (Descriptor image : new FoundImages(store).all()) {
            var entry = new Entry("", image, Instant.now());
            byKey.put(entry.key(), entry);
        }
        LOG.log(Level.WARNING, "the names of {0} images are lost; the images are there, by their ids", byKey.size());
    }

    /** All entries, ordered by name, those without one first. */
    public synchronized List<Entry> entries() {
        return List.copyOf(byKey.values());
    }

    public synchronized Optional<Entry> named(String name) {
        return Optional.ofNullable(byKey.get(name));
    }

    /** Every entry of one image. */
    public synchronized List<Entry> of(Digest image) {
        return byKey.values().stream()
                .filter(entry -> entry.target().digest().equals(image))
                .toList();
    }

    /**
     * Gives a name to an image. An image that loses its last name by this stays as a dangling one; one that was dangling no
     * longer is. An empty name makes a dangling entry unless the image has a name.
     */
    public void put(Entry entry) throws IOException {
        put(List.of(entry));
    }

    /** Several at once: all of them or none. */
    public synchronized void put(List<Entry> entries) throws IOException {
        var before = new TreeMap<>(byKey);
        entries.forEach(this::add);
        writeOr(before);
    }

    private void add(Entry entry) {
        Entry displaced = byKey.put(entry.key(), entry);
        if (!entry.dangling()) {
            byKey.remove("@" + entry.target().digest());
        } else if (of(entry.target().digest()).size() > 1) {
            byKey.remove(entry.key());
        }
        if (displaced != null && of(displaced.target().digest()).isEmpty()) {
            var dangling = new Entry("", displaced.target(), displaced.updated());
            byKey.put(dangling.key(), dangling);
        }
    }

    /** Takes a name away and keeps its image, as a dangling one if that was its last name. */
    public synchronized void loseName(Entry entry) throws IOException {
        var before = new TreeMap<>(byKey);
        byKey.remove(entry.key());
        if (of(entry.target().digest()).isEmpty()) {
            var dangling = new Entry("", entry.target(), entry.updated());
            byKey.put(dangling.key(), dangling);
        }
        writeOr(before);
    }

    /** Takes entries away; their images are not looked after. */
    public synchronized void remove(List<Entry> entries) throws IOException {
        var before = new TreeMap<>(byKey);
        entries.forEach(entry -> byKey.remove(entry.key()));
        writeOr(before);
    }

    /** What is in memory is what is on disk: a change that could not be written did not happen. */
    private void writeOr(Map<String, Entry> before) throws IOException {
        try {
            write();
        } catch (IOException e) {
            byKey.clear();
            byKey.putAll(before);
            throw e;
        }
    }

    private void write() throws IOException {
        ObjectNode index = ImageSpecJson.object();
        index.put("schemaVersion", 2);
        index.put("mediaType", MediaTypes.OCI_INDEX);
        var manifests = index.putArray("manifests");
        byKey.values().forEach(entry -> manifests.add(json(entry)));
        byte[] content = ImageSpecJson.bytes(index);
        StateFile.replace(file, content);
        StateFile.copy(file, content);
    }

    private static ObjectNode json(Entry entry) {
        var annotations = new HashMap<>(entry.target().annotations());
        annotations.put(OURS + "name", entry.name());
        annotations.put(OURS + "updated", entry.updated().toString());
        return ImageSpecJson.json(entry.target().withAnnotations(annotations));
    }

    private static Entry read(JsonNode node) throws IOException {
        Descriptor stored = ImageSpecJson.descriptor(node);
        var annotations = new HashMap<>(stored.annotations());
        var name = annotations.getOrDefault(OURS + "name", "");
        var updated = annotations.getOrDefault(OURS + "updated", Instant.EPOCH.toString());
        annotations.keySet().removeIf(key -> key.startsWith(OURS));
        return new Entry(name, stored.withAnnotations(annotations), Instant.parse(updated));
    }

    /** The digests that names point at. */
    public synchronized List<Digest> roots() {
        var roots = new ArrayList<Digest>();
        byKey.values().forEach(entry -> roots.add(entry.target().digest()));
        return roots;
    }
}
