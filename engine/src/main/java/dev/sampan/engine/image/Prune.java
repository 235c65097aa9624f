package dev.sampan.engine.image;

import dev.sampan.engine.content.ImageIndex.Entry;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.filter.Filters;
import dev.sampan.engine.image.Deletion.Deleted;
import dev.sampan.engine.image.Deletion.Untagged;
import dev.sampan.engine.oci.Descriptor;
import dev.sampan.engine.oci.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code docker image prune}: images without a name, or with {@code dangling=false} every one that no container uses. */
final class Prune {

    private static final Set<String> FILTERS = Set.of("dangling", "label", "label!", "until");

    private final ImageStore store;
    private final ImageUsers users;

    /** @param reclaimed bytes */
    record Pruned(List<Deletion> deletions, long reclaimed) {}

    Prune(ImageStore store, ImageUsers users) {
        this.store = store;
        this.users = users;
    }

    /** Under the store's lock: what is decided here stays true until it is done. */
    Pruned run(Filters given) throws IOException {
        synchronized (store) {
            return locked(given);
        }
    }

    private Pruned locked(Filters given) throws IOException {
        var filters = new ImageFilters(given, FILTERS);
        boolean danglingOnly = filters.dangling().orElse(true);
        var done = new ArrayList<Deletion>();
        var images = new LinkedHashSet<Digest>();
        store.index().entries().forEach(entry -> images.add(entry.target().digest()));
        for (Digest image : images) {
            List<Entry> entries = store.index().of(image);
            if (!entries.isEmpty()
                    && (!danglingOnly || entries.getFirst().dangling())
                    && accepts(filters, entries.getFirst().target())) {
                done.addAll(prune(image, entries));
            }
        }
        return new Pruned(done, done.isEmpty() ? 0 : store.collect());
    }

    private boolean accepts(ImageFilters filters, Descriptor target) throws IOException {
        Optional<Descriptor> manifest = store.choose(target, Optional.empty());
        ConfigDocument config = manifest.isPresent() && store.isComplete(manifest.get())
                ? store.config(manifest.get())
                : ConfigDocument.NOTHING;
        return filters.accept(config.config(), config.created());
    }

    /** A used image keeps the names that containers were made by, and one at least. */
    private List<Deletion> prune(Digest image, List<Entry> entries) throws IOException {
        List<ImageUsers.User> containers = users.of(image);
        if (containers.isEmpty()) {
            store.index().remove(entries);
            var done = new ArrayList<>(Remove.untagged(entries));
            if (entries.getFirst().dangling()) {
                done.add(new Untagged(image.toString()));
            }
            done.add(new Deleted(image));
            return done;
        }
        var going = new ArrayList<>(entries);
        going.removeIf(entry -> entry.dangling()
                || containers.stream().anyMatch(user -> name(user).equals(Optional.of(entry.name()))));
        if (going.size() == entries.size()) {
            going.removeFirst();
        }
        store.index().remove(going);
        return Remove.untagged(going);
    }

    private static Optional<String> name(ImageUsers.User user) {
        try {
            return Optional.of(Reference.parse(user.imageName()).orLatest().toString());
        } catch (InvalidRequest e) {
            return Optional.empty(); // it was made by an id
        }
    }
}
