package dev.sampan.engine.image;

import dev.sampan.engine.content.ImageIndex.Entry;
import dev.sampan.engine.error.Cause;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.event.Events;
import dev.sampan.engine.filter.Filters;
import dev.sampan.engine.oci.Digest;
import dev.sampan.engine.oci.Platform;
import dev.sampan.engine.storage.LayerId;
import dev.sampan.engine.storage.Layers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The local images: everything that server and containers ask of them. Thread-safe. */
public final class Images {

    private static final Logger LOG = System.getLogger(Images.class.getName());

    private final ImageStore store;
    private final ImageUsers users;
    private final Events events;

    /** @param root of the OCI layout that holds the content */
    public Images(Path root, Layers layers, ImageUsers users, Events events) throws IOException {
        this.store = new ImageStore(root, layers);
        new CheckImages(store).run();
        this.users = users;
        this.events = events;
    }

    /**
     * Finds an image by name, {@code name:tag}, {@code name@digest}, id or short id, for this machine's platform.
     *
     * <p>Throws EngineException.InvalidRequest for a malformed name, NotFound {@code No such image: nosuch:latest}, NotFound
     * {@code ambiguous reference} for a short id of two images.
     */
    public Image get(String reference) {
        return get(reference, Optional.empty());
    }

    /** The same for one platform of an image that has several. */
    public Image get(String reference, Optional<Platform> platform) {
        return get("read image " + reference, () -> store.read(store.find(reference), reference, platform));
    }

    /** The image's layers, base first, unpacked if they were not yet: what a container's own layer is made on. */
    public List<LayerId> unpacked(Image image) {
        if (image.layers().stream().allMatch(store.layers()::has)) {
            return image.layers();
        }
        try (ImageDraft draft = store.draft()) {
            new UnpackLayer(store, draft).all(store.manifest(image.manifest()), store.config(image.manifest()));
            return image.layers();
        } catch (IOException e) {
            throw new SystemFailure("cannot unpack image " + image.id() + ": " + Cause.of(e), e);
        }
    }

    /**
     * Makes an image of a root file system's tar, plain or packed with gzip, zstd, bzip2 or xz.
     *
     * <p>Throws InvalidRequest for a bad name, tag or change before anything is read, SystemFailure for a stream that is no tar, and
     * then leaves nothing.
     *
     * @param repository the new image's name; empty for none
     * @param tag empty for {@code latest}, or for the one in {@code repository}
     * @param source what is shown as the origin, {@code -}
     */
    public Digest importTar(
            String repository,
            String tag,
            String source,
            String message,
            List<String> changes,
            Optional<Platform> platform,
            InputStream tar) {
        Optional<Reference> name =
                repository.isEmpty() ? Optional.empty() : Optional.of(Import.newName(repository, tag));
        Digest id = new Import(store).run(new Import.Request(name, source, message, changes, platform), tar);
        String shown = name.map(Reference::familiar).orElse(id.toString());
        events.publish("image", "import", id.toString(), Map.of("name", shown));
        return id;
    }

    /**
     * Import as the API names its source: {@code -} is the given body, anything else the address of a tar, {@code http://} left out or not.
     */
    public Digest importFrom(
            String repository,
            String tag,
            String source,
            String message,
            List<String> changes,
            Optional<Platform> platform,
            InputStream body) {
        if (source.equals("-")) {
            return importTar(repository, tag, source, message, changes, platform, body);
        }
        if (!repository.isEmpty()) {
            Import.newName(repository, tag); // before anything is fetched
        }
        return get("import " + source, () -> {
            try (InputStream fetched = RemoteTar.open(source)) {
                return importTar(repository, tag, source, message, changes, platform, fetched);
            }
        });
    }

    /**
     * Loads the images of a docker-archive or OCI layout, plain or packed; all of the archive or nothing.
     *
     * @param platforms that must be there; empty for any
     */
    public List<LoadedImage> load(InputStream archive, List<Platform> platforms) {
        List<LoadedImage> loaded = get("load", () -> new Load(store).run(archive, platforms));
        loaded.forEach(image -> events.publish("image", "load", image.id().toString(), Map.of("name", image.shown())));
        return loaded;
    }

    /** An archive that is known to be writable, and its blobs held until it is closed. */
    public final class Saving implements AutoCloseable {

        private final ImageDraft draft;
        private final Save save;

        private Saving(List<String> names, List<Platform> platforms) throws IOException {
            this.draft = store.draft();
            try {
                this.save = Save.plan(store, draft, names, platforms);
            } catch (IOException | RuntimeException e) {
                draft.close();
                throw e;
            }
        }

        /** Writes the tar; does not close the stream. */
        public void writeTo(OutputStream out) throws IOException {
            save.write(out);
        }

        @Override
        public void close() {
            draft.close();
        }
    }

    /** Throws NotFound for a name or platform that is not here, before anything is written. */
    public Saving save(List<String> names, List<Platform> platforms) {
        return get("save", () -> new Saving(names, platforms));
    }

    /** Images of the store, newest first. Throws InvalidRequest for a bad filter, NotFound for an unknown image in since or before. */
    public List<ImageSummary> list(Filters filters) {
        return get("list the images", () -> new ListImages(store, users).run(filters));
    }

    /** How many images there are, whatever their names. */
    public int count() {
        return (int) store.index().entries().stream()
                .map(entry -> entry.target().digest())
                .distinct()
                .count();
    }

    /** A platform that an image names but whose content is not here is shown with empty fields, as Docker does. */
    public ImageDetails inspect(String reference, Optional<Platform> platform) {
        return get("inspect image " + reference, () -> {
            Found found = store.find(reference);
            Optional<Image> image = store.readIfHere(found, reference, platform);
            ConfigDocument config = image.isPresent() ? store.config(image.get().manifest()) : ConfigDocument.NOTHING;
            List<Entry> entries = store.index().of(found.id());
            return new ImageDetails(
                    image.orElseGet(() -> store.notHere(found, platform)),
                    Names.tags(entries),
                    Names.digests(entries),
                    image.isPresent() ? new Sizes(store).of(image.get().manifest(), config) : 0,
                    config.author(),
                    config.shownComment(),
                    config.dockerVersion(),
                    config.diffIds(),
                    entries.stream().map(Entry::updated).max(Instant::compareTo).orElse(Instant.EPOCH),
                    new ListImages(store, users).one(found.id()));
        });
    }

    public List<HistoryEntry> history(String reference, Optional<Platform> platform) {
        return get("show the history of " + reference, () -> new History(store).run(get(reference, platform)));
    }

    /**
     * Gives an image another name. A name that is taken moves here.
     *
     * @param repository empty does nothing, which Docker answers with 200 instead of 201
     * @return whether anything was done
     */
    public boolean tag(String reference, String repository, String tag) {
        if (repository.isEmpty()) {
            return false;
        }
        Reference name = Import.newName(repository, tag);
        if (name.familiarRepository().equals("sha256")) {
            throw new InvalidRequest("refusing to create an ambiguous tag using digest algorithm as name");
        }
        Digest id = get("tag " + reference, () -> store.tag(reference, name));
        events.publish("image", "tag", id.toString(), Map.of("name", name.familiar()));
        return true;
    }

    /**
     * Takes a name away, or an image with all its names. Throws NotFound, and Conflict with Docker's text while a container uses it.
     *
     * @param force lets an image go that only stopped containers use, or that has several names
     */
    public List<Deletion> remove(String reference, boolean force) {
        if (reference.isBlank()) {
            throw new InvalidRequest("image name cannot be blank");
        }
        List<Deletion> done = get("remove " + reference, () -> new Remove(store, users).run(reference, force));
        publish(done);
        return done;
    }

    /** @param reclaimed bytes */
    public record Pruned(List<Deletion> deletions, long reclaimed) {}

    /** Removes images without a name; with {@code dangling=false} all that no container uses. */
    public Pruned prune(Filters filters) {
        Prune.Pruned pruned = get("prune images", () -> new Prune(store, users).run(filters));
        publish(pruned.deletions());
        return new Pruned(pruned.deletions(), pruned.reclaimed());
    }

    /** Removes what interrupted work left: called once when the containers are known, whose images stay. */
    public void sweep() {
        try {
            store.collect();
        } catch (IOException | SystemFailure e) {
            LOG.log(Level.WARNING, "what no image needs stays: {0}", Cause.of(e));
        }
    }

    /** Bytes on disk of all blobs and all images' layers. */
    public long bytes() {
        return get("count the images", () -> {
            long sum = store.content().bytes();
            for (LayerId layer : store.layers().readOnly()) {
                sum += store.layers().usage(layer).bytes();
            }
            return sum;
        });
    }

    private void publish(List<Deletion> deletions) {
        for (Deletion deletion : deletions) {
            switch (deletion) {
                case Deletion.Untagged(String name) -> events.publish("image", "untag", name, Map.of("name", name));
                case Deletion.Deleted(Digest id) ->
                    events.publish("image", "delete", id.toString(), Map.of("name", id.toString()));
            }
        }
    }

    private interface Query<T> {
        T get() throws IOException;
    }

    private static <T> T get(String what, Query<T> query) {
        try {
            return query.get();
        } catch (IOException e) {
            throw new SystemFailure("cannot " + what + ": " + Cause.of(e), e);
        }
    }
}
