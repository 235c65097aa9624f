package dev.sampan.engine.image;

import dev.sampan.engine.content.ImageIndex.Entry;
import dev.sampan.engine.error.EngineException.Conflict;
import dev.sampan.engine.image.Deletion.Deleted;
import dev.sampan.engine.image.Deletion.Untagged;
import dev.sampan.engine.image.ImageUsers.User;
import dev.sampan.engine.oci.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code docker rmi}. A name alone is untagged while the image has others; the last one takes the image along, unless a container uses it.
 * An id means the image with all its names.
 */
final class Remove {

    private final ImageStore store;
    private final ImageUsers users;

    Remove(ImageStore store, ImageUsers users) {
        this.store = store;
        this.users = users;
    }

    /** Under the store's lock: what is decided here stays true until it is done. */
    List<Deletion> run(String word, boolean force) throws IOException {
        synchronized (store) {
            return locked(word, force);
        }
    }

    private List<Deletion> locked(String word, boolean force) throws IOException {
        Found found = store.find(word);
        List<Entry> all = store.index().of(found.id());
        if (found.byId()) {
            refuseWhileUsed(found.id(), force);
            if (!force && all.size() > 1) {
                throw conflict(found.id().shortHex(), false, "image is referenced in multiple repositories");
            }
            return remove(found.id(), all);
        }
        Reference name = found.name().orElseThrow();
        List<Entry> meant = name.digest().isEmpty()
                ? List.of(found.entry())
                : all.stream().filter(entry -> Find.sameRepository(entry, name)).toList();
        if (meant.size() < all.size()) {
            store.index().remove(meant);
            return untagged(meant);
        }
        if (name.digest().isPresent()) {
            refuseWhileUsed(found.id(), force);
            return remove(found.id(), all);
        }
        return removeLastName(found, name, force);
    }

    private List<Deletion> removeLastName(Found found, Reference name, boolean force) throws IOException {
        Optional<User> user = users.of(found.id()).stream().findFirst();
        if (user.isEmpty()) {
            return remove(found.id(), List.of(found.entry()));
        }
        if (!force) {
            throw conflict(
                    name.familiar(),
                    false,
                    "container " + shortId(user.get()) + " is using its referenced image "
                            + found.id().shortHex());
        }
        store.index().loseName(found.entry());
        return untagged(List.of(found.entry()));
    }

    private List<Deletion> remove(Digest image, List<Entry> entries) throws IOException {
        store.index().remove(entries);
        store.collect();
        var done = new ArrayList<>(untagged(entries));
        done.add(new Deleted(image));
        return done;
    }

    static List<Deletion> untagged(List<Entry> entries) {
        var done = new ArrayList<Deletion>();
        Names.tags(entries).forEach(name -> done.add(new Untagged(name)));
        return done;
    }

    private void refuseWhileUsed(Digest image, boolean force) {
        List<User> all = users.of(image);
        all.stream().filter(User::running).findFirst().ifPresent(user -> {
            throw conflict(image.shortHex(), true, "image is being used by running container " + shortId(user));
        });
        if (!force && !all.isEmpty()) {
            throw conflict(
                    image.shortHex(), false, "image is being used by stopped container " + shortId(all.getFirst()));
        }
    }

    private static Conflict conflict(String what, boolean hard, String why) {
        return new Conflict("conflict: unable to delete " + what
                + (hard ? " (cannot be forced) - " : " (must be forced) - ") + why);
    }

    private static String shortId(User user) {
        String id = user.containerId();
        return id.length() > 12 ? id.substring(0, 12) : id;
    }
}
