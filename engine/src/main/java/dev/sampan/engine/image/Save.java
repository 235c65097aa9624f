package dev.sampan.engine.image;

import dev.sampan.engine.archive.TarEntry;
import dev.sampan.engine.archive.TarEntry.Type;
import dev.sampan.engine.archive.TarWriter;
import dev.sampan.engine.content.ImageIndex.Entry;
import dev.sampan.engine.content.ImageSpecJson;
import dev.sampan.engine.error.EngineException.NotFound;
import dev.sampan.engine.oci.Descriptor;
import dev.sampan.engine.oci.Digest;
import dev.sampan.engine.oci.Manifest;
import dev.sampan.engine.oci.MediaTypes;
import dev.sampan.engine.oci.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code docker save}: a tar that is an OCI layout and a docker-archive at once. What is wrong with the names is found by {@link #plan}, before the first byte.
 */
final class Save {

    private static final String LAYOUT = "{\"imageLayoutVersion\":\"1.0.0\"}";

    private final ImageStore store;
    private final ImageDraft draft;
    private final List<Platform> platforms;
    private final List<Descriptor> index = new ArrayList<>();
    private final Map<Digest, ObjectNode> dockerManifests = new LinkedHashMap<>();
    private final Set<Digest> blobs = new LinkedHashSet<>();

    private Save(ImageStore store, ImageDraft draft, List<Platform> platforms) {
        this.store = store;
        this.draft = draft;
        this.platforms = platforms;
    }

    /**
     * @param draft keeps the blobs until they are written
     * @param platforms of images that have several; empty for all that is here
     */
    static Save plan(ImageStore store, ImageDraft draft, List<String> names, List<Platform> platforms)
            throws IOException {
        var save = new Save(store, draft, platforms);
        for (String name : names) {
            List<Found> found = repository(store, name);
            for (Found one : found.isEmpty() ? List.of(store.find(name)) : found) {
                save.add(one, name);
            }
        }
        return save;
    }

    private void add(Found found, String word) throws IOException {
        Optional<Reference> name = found.name().filter(n -> n.digest().isEmpty());
        List<Entry> named = name.isEmpty() ? List.of() : List.of(found.entry());
        Descriptor target = exported(found.entry().target(), word);
        keep(target);
        if (named.isEmpty()) {
            index.add(target.withAnnotations(Map.of()));
        }
        for (Entry entry : named) {
            index.add(target.withAnnotations(annotations(entry)));
        }
        docker(target, Names.tags(named));
    }

    /** A repository alone means all its tags; empty for any other word. */
    private static List<Found> repository(ImageStore store, String word) {
        if (Find.isDigest(word)) {
            return List.of();
        }
        Reference name = Reference.parse(word);
        return name.tag().isPresent() || name.digest().isPresent()
                ? List.of()
                : store.index().entries().stream()
                        .filter(entry -> Find.sameRepository(entry, name))
                        .map(entry -> new Found(entry, Names.of(entry)))
                        .toList();
    }

    private static Map<String, String> annotations(Entry entry) {
        var annotations = new LinkedHashMap<>(entry.target().annotations());
        annotations.put("io.containerd.image.name", entry.name());
        Names.of(entry)
                .flatMap(Reference::tag)
                .ifPresent(tag -> annotations.put("org.opencontainers.image.ref.name", tag));
        return annotations;
    }

    /** The image itself, or the one manifest that was asked for. */
    private Descriptor exported(Descriptor target, String word) throws IOException {
        if (platforms.isEmpty()) {
            return target;
        }
        Platform platform = platforms.getFirst();
        Optional<Descriptor> manifest = store.choose(target, Optional.of(platform));
        if (manifest.isEmpty() || !store.isComplete(manifest.get())) {
            throw new NotFound("no suitable export target found: image with reference " + word
                    + " was found but does not provide the specified platform (" + platform + ")");
        }
        return manifest.get();
    }

    private void docker(Descriptor target, List<String> tags) throws IOException {
        Optional<Descriptor> manifest = store.choose(target, platforms.stream().findFirst());
        if (manifest.isEmpty() || !store.isComplete(manifest.get())) {
            return;
        }
        Manifest parts = store.manifest(manifest.get());
        Digest config = parts.config().digest();
        ObjectNode node = dockerManifests.computeIfAbsent(config, _ -> dockerManifest(parts));
        if (!tags.isEmpty()) {
            var all = node.get("RepoTags").isArray() ? node.withArray("RepoTags") : node.putArray("RepoTags");
            tags.forEach(all::add);
        }
    }

    private static ObjectNode dockerManifest(Manifest parts) {
        ObjectNode node = ImageSpecJson.object();
        node.put("Config", member(parts.config().digest()));
        node.putNull("RepoTags");
        var layers = node.putArray("Layers");
        parts.layers().forEach(layer -> layers.add(member(layer.digest())));
        return node;
    }

    private static String member(Digest digest) {
        return "blobs/sha256/" + digest.hex();
    }

    /** Everything the descriptor reaches that is here. */
    private void keep(Descriptor descriptor) throws IOException {
        if (blobs.contains(descriptor.digest()) || !draft.content().keep(descriptor.digest())) {
            return;
        }
        blobs.add(descriptor.digest());
        if (MediaTypes.isIndex(descriptor.mediaType())) {
            for (Descriptor child : store.children(descriptor)) {
                keep(child);
            }
        } else if (MediaTypes.isManifest(descriptor.mediaType())) {
            Manifest parts = store.manifest(descriptor);
            keep(parts.config());
            for (Descriptor layer : parts.layers()) {
                keep(layer);
            }
        }
    }

    void write(OutputStream out) throws IOException {
        var tar = new TarWriter(out);
        if (!blobs.isEmpty()) {
            tar.begin(entry("blobs/", Type.DIRECTORY, 0755, 0));
            tar.begin(entry("blobs/sha256/", Type.DIRECTORY, 0755, 0));
        }
        for (Digest blob : blobs) {
            tar.begin(entry(member(blob), Type.FILE, 0444, store.content().size(blob)));
            copy(blob, tar);
        }
        ObjectNode layout = ImageSpecJson.object();
        layout.put("schemaVersion", 2);
        layout.put("mediaType", MediaTypes.OCI_INDEX);
        var manifests = layout.putArray("manifests");
        index.forEach(descriptor -> manifests.add(ImageSpecJson.json(descriptor)));
        file(tar, "index.json", 0644, ImageSpecJson.bytes(layout));
        if (!dockerManifests.isEmpty()) {
            var list = ImageSpecJson.object().arrayNode();
            dockerManifests.values().forEach(list::add);
            file(tar, "manifest.json", 0644, ImageSpecJson.bytes(list));
        }
        file(tar, "oci-layout", 0444, LAYOUT.getBytes(StandardCharsets.UTF_8));
        tar.finish();
    }

    private void copy(Digest blob, TarWriter tar) throws IOException {
        byte[] buffer = new byte[64 << 10];
        try (InputStream in = store.content().open(blob)) {
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                tar.write(buffer, 0, got);
            }
        }
    }

    private static void file(TarWriter tar, String name, int mode, byte[] content) throws IOException {
        tar.begin(entry(name, Type.FILE, mode, content.length));
        tar.write(content, 0, content.length);
    }

    private static TarEntry entry(String name, Type type, int mode, long size) {
        return new TarEntry(name, type, "", mode, 0, 0, size, 0, 0, 0, 0, Map.of(), List.of());
    }
}
