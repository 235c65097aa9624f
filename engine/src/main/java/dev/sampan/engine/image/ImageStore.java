package dev.sampan.engine.image;

import dev.sampan.engine.archive.ArchiveException;
import dev.sampan.engine.content.ContentStore;
import dev.sampan.engine.content.ImageIndex;
import dev.sampan.engine.content.ImageIndex.Entry;
import dev.sampan.engine.content.ImageSpecJson;
import dev.sampan.engine.error.Cause;
import dev.sampan.engine.error.EngineException.NotFound;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.oci.Descriptor;
import dev.sampan.engine.oci.Digest;
import dev.sampan.engine.oci.Manifest;
import dev.sampan.engine.oci.MediaTypes;
import dev.sampan.engine.oci.Platform;
import dev.sampan.engine.storage.LayerDraft;
import dev.sampan.engine.storage.LayerId;
import dev.sampan.engine.storage.Layers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Content, names and layers together: reading an image, and bringing one in. Thread-safe. */
final class ImageStore {

    private static final String REFERENCE_TYPE = "vnd.docker.reference.type";
    private static final String ATTESTATION = "attestation-manifest";
    /** An index in an index is allowed, a chain of thousands is an attack on the stack. */
    private static final int MAX_NESTED = 16;

    private final ContentStore content;
    private final ImageIndex index;
    private final Layers layers;
    private final Set<ImageDraft> drafts = new HashSet<>();
    private final Recent<Digest, Manifest> manifests = new Recent<>();
    private final Recent<Digest, ConfigDocument> configs = new Recent<>();

    ImageStore(Path root, Layers layers) throws IOException {
        this.content = new ContentStore(root);
        this.index = new ImageIndex(content);
        this.layers = layers;
    }

    ContentStore content() {
        return content;
    }

    ImageIndex index() {
        return index;
    }

    Layers layers() {
        return layers;
    }

    /** See {@link Find}. */
    Found find(String word) {
        return new Find(this).run(word);
    }

    // -- reading
    // ---------------------------------------------------------------------------------------------------------

    /** The manifests of an image: itself, or those an index names, and the indexes in it. Attestations are carried along, but are none. */
    List<Descriptor> manifests(Descriptor target) throws IOException {
        if (!MediaTypes.isIndex(target.mediaType())) {
            return List.of(target);
        }
        return manifests(target, false);
    }

    /** What is stated about the manifests of an image. */
    List<Descriptor> attestations(Descriptor target) throws IOException {
        return MediaTypes.isIndex(target.mediaType()) ? manifests(target, true) : List.of();
    }

    private List<Descriptor> manifests(Descriptor index, boolean attestations) throws IOException {
        var found = new LinkedHashMap<Digest, Descriptor>();
        addManifests(index, attestations, found, new HashSet<>(), 0);
        return List.copyOf(found.values());
    }

    private void addManifests(
            Descriptor index, boolean attestations, Map<Digest, Descriptor> found, Set<Digest> seen, int depth)
            throws IOException {
        if (depth == MAX_NESTED) {
            throw new ArchiveException("image index " + index.digest() + " lies in " + MAX_NESTED + " others");
        }
        for (Descriptor child : children(index)) {
            if (!seen.add(child.digest())) {
                continue;
            }
            if (MediaTypes.isManifest(child.mediaType()) && isAttestation(child) == attestations) {
                found.put(child.digest(), child);
            } else if (MediaTypes.isIndex(child.mediaType()) && content.has(child.digest())) {
                addManifests(child, attestations, found, seen, depth + 1);
            }
        }
    }

    /** What an index names, of any kind. */
    List<Descriptor> children(Descriptor index) throws IOException {
        return ImageSpecJson.index(document(index.digest()));
    }

    /** BuildKit says it in an annotation; where that got lost, such a manifest has no platform and statements of in-toto alone. */
    boolean isAttestation(Descriptor manifest) throws IOException {
        if (ATTESTATION.equals(manifest.annotations().get(REFERENCE_TYPE))) {
            return true;
        }
        boolean ofNoPlatform =
                manifest.platform().filter(p -> !p.os().equals("unknown")).isEmpty();
        if (!ofNoPlatform || !content.has(manifest.digest())) {
            return false;
        }
        List<Descriptor> layers = manifest(manifest).layers();
        return !layers.isEmpty()
                && layers.stream().allMatch(layer -> layer.mediaType().equals(MediaTypes.IN_TOTO));
    }

    /** Whether all blobs of a manifest are here. */
    boolean isComplete(Descriptor manifest) throws IOException {
        if (!content.has(manifest.digest())) {
            return false;
        }
        Manifest parts = manifest(manifest);
        return content.has(parts.config().digest())
                && parts.layers().stream().map(Descriptor::digest).allMatch(content::has);
    }

    /** Documents never change under their digest, so what was parsed once stays true. */
    Manifest manifest(Descriptor descriptor) throws IOException {
        Optional<Manifest> known = manifests.get(descriptor.digest());
        return known.isPresent()
                ? known.get()
                : manifests.put(descriptor.digest(), ImageSpecJson.manifest(document(descriptor.digest())));
    }

    ConfigDocument config(Descriptor manifest) throws IOException {
        Digest digest = manifest(manifest).config().digest();
        Optional<ConfigDocument> known = configs.get(digest);
        return known.isPresent() ? known.get() : configs.put(digest, ConfigDocument.parse(document(digest)));
    }

    byte[] document(Digest digest) throws IOException {
        return content.read(digest, ImageSpecJson.MAX_DOCUMENT);
    }

    /** The manifest for a platform; without a wish the host's, else the first that is whole. */
    Optional<Descriptor> choose(Descriptor target, Optional<Platform> wanted) throws IOException {
        Platform platform = wanted.orElse(Platform.host());
        Predicate<Descriptor> fits = descriptor -> platformOf(descriptor).satisfies(platform);
        List<Descriptor> all = manifests(target);
        if (wanted.isPresent()) {
            return all.stream().filter(fits).findFirst();
        }
        Optional<Descriptor> own = all.stream().filter(fits).findFirst();
        return own.isPresent()
                ? own
                : all.stream()
                        .filter(this::isWhole)
                        .findFirst()
                        .or(() -> all.stream().findFirst());
    }

    private boolean isWhole(Descriptor manifest) {
        try {
            return isComplete(manifest);
        } catch (IOException e) {
            return false;
        }
    }

    /** As the index says, else as the configuration does. */
    Platform platformOf(Descriptor manifest) {
        if (manifest.platform().isPresent()) {
            return manifest.platform().get();
        }
        try {
            return config(manifest).platform();
        } catch (IOException e) {
            return new Platform("", "");
        }
    }

    /** Throws NotFound for a platform that the image does not have, or whose content is not here. */
    Image read(Found found, String word, Optional<Platform> wanted) throws IOException {
        return readIfHere(found, word, wanted)
                .orElseThrow(
                        () -> new NotFound("No such image: " + word + ": its content for this platform is not here"));
    }

    /** As messages say it: {@code busybox} is {@code busybox:latest}, an id stays one. */
    private static String tagged(String word) {
        boolean hasTag = word.indexOf(':', word.lastIndexOf('/') + 1) >= 0;
        return hasTag || word.matches("[0-9a-f]{12,64}") ? word : word + ":latest";
    }

    /** Empty when the image names the platform but its content is not here. */
    Optional<Image> readIfHere(Found found, String word, Optional<Platform> wanted) throws IOException {
        Descriptor target = found.entry().target();
        Descriptor manifest = choose(target, wanted)
                .orElseThrow(() -> new NotFound("image with reference " + tagged(word)
                        + " was found but does not provide the specified platform ("
                        + wanted.map(Platform::toString).orElse("") + ")"));
        if (!isComplete(manifest)) {
            return Optional.empty();
        }
        ConfigDocument config = config(manifest);
        return Optional.of(new Image(
                target.digest(),
                target,
                manifest,
                config.platform(),
                config.config(),
                config.layers(),
                config.created()));
    }

    /** What is known of such an image. */
    Image notHere(Found found, Optional<Platform> wanted) {
        Descriptor target = found.entry().target();
        try {
            return new Image(
                    target.digest(),
                    target,
                    choose(target, wanted).orElse(target),
                    new Platform("", ""),
                    ImageConfig.EMPTY,
                    List.of(),
                    Optional.empty());
        } catch (IOException e) {
            throw new SystemFailure("cannot read image " + target.digest() + ": " + Cause.of(e), e);
        }
    }

    // -- bringing in and cleaning up
    // ---------------------------------------------------------------------------------------

    synchronized ImageDraft draft() {
        var draft = new ImageDraft(this, content.draft());
        drafts.add(draft);
        return draft;
    }

    synchronized void release(ImageDraft draft) {
        drafts.remove(draft);
    }

    /** Makes a layer visible that the draft holds already, since what is slow in it happens without the lock. */
    void commit(ImageDraft draft, LayerDraft layer, LayerId id, List<LayerId> below) throws IOException {
        synchronized (this) {
            draft.layers().add(id);
        }
        layer.commit(id, below);
    }

    /** Holds a layer if it is there. */
    synchronized boolean keep(ImageDraft draft, LayerId id) {
        boolean there = layers.has(id);
        if (there) {
            draft.layers().add(id);
        }
        return there;
    }

    /** In one step with the finding, so that the image cannot be collected between the two. */
    synchronized Digest tag(String word, Reference name) throws IOException {
        Descriptor target = find(word).entry().target();
        index.put(new Entry(name.toString(), target, Instant.now()));
        return target.digest();
    }

    /**
     * Removes blobs and layers that no name, no draft and no container reaches.
     *
     * @return the bytes that were freed
     */
    synchronized long collect() throws IOException {
        var held = new HashSet<LayerId>();
        drafts.forEach(draft -> held.addAll(draft.layers()));
        return new Collect(this).run(held);
    }
}
