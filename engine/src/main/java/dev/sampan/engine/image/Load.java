package dev.sampan.engine.image;

import dev.sampan.engine.archive.ArchiveException;
import dev.sampan.engine.archive.Compression;
import dev.sampan.engine.content.ImageIndex.Entry;
import dev.sampan.engine.content.ImageSpecJson;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.NotFound;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.oci.Descriptor;
import dev.sampan.engine.oci.Digest;
import dev.sampan.engine.oci.Manifest;
import dev.sampan.engine.oci.MediaTypes;
import dev.sampan.engine.oci.Platform;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * {@code docker load}: the images of a docker-archive ({@code manifest.json}) or of an OCI layout ({@code index.json}) in a tar. An archive is
 * taken whole or not at all: names are given when every image in it has been checked and, for this host, unpacked.
 */
final class Load {

    private static final String NAME = "io.containerd.image.name";
    private static final String REF_NAME = "org.opencontainers.image.ref.name";

    private final ImageStore store;

    Load(ImageStore store) {
        this.store = store;
    }

    /** @param platforms those that must be there; empty for any */
    List<LoadedImage> run(InputStream archive, List<Platform> platforms) throws IOException {
        try (ImageDraft draft = store.draft()) {
            ArchiveMembers members = ArchiveMembers.read(archive, store.content(), draft);
            List<LoadedImage> images = interpret(members, draft);
            for (LoadedImage image : images) {
                check(image);
                unpack(draft, image);
                requirePlatforms(image, platforms);
            }
            Instant now = Instant.now();
            store.index()
                    .put(images.stream()
                            .map(image -> new Entry(image.name(), image.target(), now))
                            .toList());
            return images;
        } finally {
            store.collect(); // members that were no image's, or everything if it was refused
        }
    }

    private List<LoadedImage> interpret(ArchiveMembers members, ImageDraft draft) throws IOException {
        Optional<byte[]> index = members.document("index.json");
        if (index.isPresent() && members.blob("oci-layout").isPresent()) {
            return layout(index.get());
        }
        Optional<byte[]> manifest = members.document("manifest.json");
        if (manifest.isPresent()) {
            return dockerArchive(ImageSpecJson.parse(manifest.get()), members, draft);
        }
        throw new InvalidRequest("unrecognized image format");
    }

    // -- OCI layout
    // --------------------------------------------------------------------------------------------------------

    private List<LoadedImage> layout(byte[] index) throws IOException {
        var images = new ArrayList<LoadedImage>();
        for (Descriptor descriptor : ImageSpecJson.index(index)) {
            if (MediaTypes.isIndex(descriptor.mediaType()) || MediaTypes.isManifest(descriptor.mediaType())) {
                if (descriptor.size() <= 0) {
                    throw new InvalidRequest("Target.Size must be greater than zero: invalid argument");
                }
                images.add(new LoadedImage(name(descriptor.annotations()), descriptor));
            }
        }
        if (images.isEmpty()) {
            throw new InvalidRequest("unrecognized image format");
        }
        return images;
    }

    private static String name(Map<String, String> annotations) {
        String name = annotations.getOrDefault(NAME, "");
        if (name.isEmpty() && annotations.getOrDefault(REF_NAME, "").contains("/")) {
            name = annotations.get(REF_NAME);
        }
        return name.isEmpty() ? "" : normalized(name);
    }

    private static String normalized(String name) {
        try {
            return Reference.parse(name).orLatest().toString();
        } catch (InvalidRequest e) {
            throw new InvalidRequest("normalize image ref \"" + name + "\": " + e.getMessage(), e);
        }
    }

    // -- docker-archive
    // -----------------------------------------------------------------------------------------------------

    private List<LoadedImage> dockerArchive(JsonNode manifests, ArchiveMembers members, ImageDraft draft)
            throws IOException {
        if (!manifests.isArray()) {
            throw new ArchiveException("manifest.json is no list");
        }
        var images = new ArrayList<LoadedImage>();
        for (JsonNode node : manifests.values()) {
            Descriptor target = manifest(node, members, draft);
            List<String> names = ImageSpecJson.list(node, "RepoTags");
            for (String name : names) {
                Reference reference = Reference.parse(normalized(name));
                images.add(new LoadedImage(
                        reference.toString(),
                        target.withAnnotations(Map.of(
                                NAME,
                                reference.toString(),
                                REF_NAME,
                                reference.tag().orElse("")))));
            }
            if (names.isEmpty()) {
                images.add(new LoadedImage("", target));
            }
        }
        return images;
    }

    /** The archive has no manifest of its own: one is made, the same for the same image. */
    private Descriptor manifest(JsonNode node, ArchiveMembers members, ImageDraft draft) throws IOException {
        String configName = ImageSpecJson.text(node, "Config");
        Digest config = members.blob(configName)
                .orElseThrow(() -> new NotFound("image config \"" + configName + "\" not found"));
        var layers = new ArrayList<Descriptor>();
        for (String name : ImageSpecJson.list(node, "Layers")) {
            Digest layer = members.blob(name).orElseThrow(() -> new NotFound("layer \"" + name + "\" not found"));
            layers.add(new Descriptor(layerType(layer), layer, store.content().size(layer)));
        }
        var manifest = new Manifest(
                MediaTypes.DOCKER_MANIFEST,
                new Descriptor(MediaTypes.DOCKER_CONFIG, config, store.content().size(config)),
                layers);
        byte[] document = ImageSpecJson.bytes(ImageSpecJson.json(manifest));
        return new Descriptor(MediaTypes.DOCKER_MANIFEST, draft.content().put(document), document.length);
    }

    private String layerType(Digest layer) throws IOException {
        try (var in = new BufferedInputStream(store.content().open(layer))) {
            return switch (Compression.of(in)) {
                case NONE -> MediaTypes.DOCKER_LAYER;
                case GZIP -> MediaTypes.DOCKER_LAYER_GZIP;
                case ZSTD -> MediaTypes.OCI_LAYER_ZSTD;
                case BZIP2, XZ ->
                    throw new ArchiveException("layer " + layer + " is packed in a way images cannot have");
            };
        }
    }

    // -- checking
    // ------------------------------------------------------------------------------------------------------------

    /** Every document can be read, and one platform at least is whole. */
    private void check(LoadedImage image) throws IOException {
        if (!store.content().has(image.id())) {
            throw new NotFound("content " + image.id() + " not found in the archive");
        }
        boolean whole = false;
        for (Descriptor manifest : store.manifests(image.target())) {
            if (store.isComplete(manifest)) {
                ConfigDocument config = store.config(manifest);
                if (config.diffIds().size() != store.manifest(manifest).layers().size()) {
                    throw new ArchiveException("image " + image.shown() + " has "
                            + store.manifest(manifest).layers().size() + " layers, but its configuration names "
                            + config.diffIds().size());
                }
                whole = true;
            }
        }
        if (!whole) {
            throw new NotFound("image " + image.shown() + " is not complete in the archive");
        }
    }

    /** Only what this host can run is unpacked now. */
    private void unpack(ImageDraft draft, LoadedImage image) throws IOException {
        for (Descriptor manifest : store.manifests(image.target())) {
            if (!store.isComplete(manifest) || !store.platformOf(manifest).satisfies(Platform.host())) {
                continue;
            }
            try {
                unpack(draft, store.manifest(manifest), store.config(manifest));
            } catch (ArchiveException e) {
                throw new SystemFailure(
                        "apply layer error for \"" + (image.named() ? image.name() : image.shown()) + "\": "
                                + e.getMessage(),
                        e);
            }
        }
    }

    private void unpack(ImageDraft draft, Manifest manifest, ConfigDocument config) throws IOException {
        new UnpackLayer(store, draft).all(manifest, config);
        store.layers().prepare(config.layers());
    }

    private void requirePlatforms(LoadedImage image, List<Platform> platforms) throws IOException {
        for (Platform platform : platforms) {
            Optional<Descriptor> manifest = store.choose(image.target(), Optional.of(platform));
            if (manifest.isEmpty() || !store.isComplete(manifest.get())) {
                throw new NotFound("image " + image.shown()
                        + " was loaded, but doesn't provide the requested platform ([" + platform + "])");
            }
        }
    }
}
