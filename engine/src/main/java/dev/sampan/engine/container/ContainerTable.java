package dev.sampan.engine.container;

import dev.sampan.api.Json;
import dev.sampan.engine.container.spec.DockerSpec;
import dev.sampan.engine.container.state.ContainerFile;
import dev.sampan.engine.error.Cause;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.image.ImageUsers;
import dev.sampan.engine.oci.Digest;
import dev.sampan.engine.store.Places;
import dev.sampan.engine.store.StateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * All containers of the engine by id and by name, and their files. What is public is for mechanisms that must not know containers, but
 * have to know who uses them: they are opened when the table is there and the use cases are not yet.
 */
public final class ContainerTable {

    private static final Logger LOG = System.getLogger(ContainerTable.class.getName());

    private final Places places;
    private final NavigableMap<String, Container> byId = new ConcurrentSkipListMap<>();

    /** With the leading slash; a name is here from before its container is, so that two creates cannot take it. */
    private final Map<String, String> idByName = new HashMap<>();

    private final LargeConfigurations large = LargeConfigurations.ofThisHeap();
    private final Set<String> unreadable = new TreeSet<>();

    ContainerTable(Places places) {
        this.places = places;
    }

    public static ContainerTable open(Places places) throws IOException {
        var table = new ContainerTable(places);
        table.load();
        return table;
    }

    /** Reads every container's file. One that is damaged is set aside; everything else of its container stays. */
    void load() throws IOException {
        try (var directories = Files.newDirectoryStream(places.containers())) {
            for (Path directory : directories) {
                if (isInTheWay(directory) || !isLoaded(directory) || StateFile.isDamaged(file(directory))) {
                    unreadable.add(directory.getFileName().toString());
                }
            }
        }
    }

    private static boolean isInTheWay(Path entry) {
        boolean inTheWay = !Files.isDirectory(entry);
        if (inTheWay) {
            LOG.log(Level.ERROR, "{0} is no directory of a container", entry);
        }
        return inTheWay;
    }

    /** False where the disk, or a lack of descriptors, does not let us read its file now. */
    private boolean isLoaded(Path directory) {
        try {
            read(directory).ifPresent(this::load);
            return true;
        } catch (UncheckedIOException e) {
            LOG.log(Level.ERROR, "{0}: its container is left alone until the next start", e.getMessage());
            return false;
        }
    }

    private void load(ContainerFile file) {
        byId.put(file.id(), new Container(this, file));
        synchronized (idByName) {
            idByName.put(file.name(), file.id());
        }
    }

    private static Path file(Path directory) {
        return directory.resolve("container.json");
    }

    /** Without a file it is of a create that was cut off before its first save, or of a removal: nobody was told of it. */
    private Optional<ContainerFile> read(Path directory) {
        return StateFile.read(file(directory), content -> {
            ContainerFile file = Json.read(content, ContainerFile.class);
            if (!file.id().equals(directory.getFileName().toString())) {
                throw new IOException("it is of another container");
            }
            requireSpec(file);
            large.take(file.id(), content.length, true);
            return file;
        });
    }

    /** What create would have refused, somebody has written there since. */
    private static void requireSpec(ContainerFile file) throws IOException {
        try {
            DockerSpec.of(file);
        } catch (RuntimeException e) {
            throw new IOException("it is of no container that could be made: " + Cause.of(e), e);
        }
    }

    /** The ids of the containers that have a volume, in any state, the newest first. */
    public List<String> usersOf(String volume) {
        return newestFirst().stream()
                .filter(c -> c.file().mounts().stream()
                        .anyMatch(mount -> mount.isVolume() && mount.name().equals(volume)))
                .map(c -> c.id)
                .toList();
    }

    /** Containers made from an image, in any state. */
    public List<ImageUsers.User> usersOf(Digest image) {
        return all().stream()
                .filter(container -> container.file().image().equals(image.toString()))
                .map(container -> new ImageUsers.User(
                        container.id,
                        container.spec().image(),
                        container.state().running()))
                .toList();
    }

    /**
     * The ids of those whose file was damaged, at this start or an earlier one, or could not be read at this one, or has something else in
     * place of its directory: whatever is theirs is kept, until somebody repairs the file or removes their directory.
     */
    Set<String> unreadable() {
        return unreadable;
    }

    void write(ContainerFile file) {
        byte[] json = Json.bytes(file);
        boolean known = byId.containsKey(file.id());
        large.take(file.id(), json.length, known);
        try {
            StateFile.replace(places.containerFile(file.id()), json);
        } catch (IOException e) {
            if (!known) {
                large.forget(file.id());
            }
            throw new EngineException.SystemFailure("write the file of container " + file.id() + ": " + Cause.of(e), e);
        }
    }

    void add(Container container) {
        byId.put(container.id, container);
    }

    void forget(Container container) {
        byId.remove(container.id);
        large.forget(container.id);
        synchronized (idByName) {
            idByName.values().removeIf(id -> id.equals(container.id));
        }
    }

    /** Its name stays taken: it comes back with the next start. */
    void leaveAlone(Container container) {
        byId.remove(container.id);
        unreadable.add(container.id);
    }

    List<Container> all() {
        return new ArrayList<>(byId.values());
    }

    /** Newest first, as lists show them. */
    List<Container> newestFirst() {
        var all = all();
        all.sort(Comparator.comparing((Container c) -> c.file().created()).reversed());
        return all;
    }

    /** Takes {@code name} for {@code id}; throws Conflict when another container has it. */
    void reserve(String name, String id) {
        synchronized (idByName) {
            String owner = idByName.putIfAbsent(name, id);
            if (owner != null) {
                throw new EngineException.Conflict(
                        "Conflict. The container name \"" + name + "\" is already in use by container \"" + owner
                                + "\". You have to remove (or rename) that container to be able to reuse that name.");
            }
        }
    }

    boolean tryReserve(String name, String id) {
        synchronized (idByName) {
            return idByName.putIfAbsent(name, id) == null;
        }
    }

    void release(String name) {
        synchronized (idByName) {
            idByName.remove(name);
        }
    }

    /** By full id, then by name, then by a prefix that only one id has. */
    Container get(String reference) {
        return find(reference).orElseThrow(() -> new EngineException.NotFound("No such container: " + reference));
    }

    Optional<Container> find(String reference) {
        if (reference.isEmpty()) {
            throw new EngineException.InvalidRequest("invalid name or ID supplied: \"\"");
        }
        Container exact = byId.get(reference);
        if (exact == null) {
            exact = named(reference).orElseGet(() -> linked(reference));
        }
        return exact != null ? Optional.of(exact) : prefixed(reference);
    }

    Optional<Container> named(String reference) {
        String name = reference.startsWith("/") ? reference : "/" + reference;
        synchronized (idByName) {
            String id = idByName.get(name);
            return id == null ? Optional.empty() : Optional.ofNullable(byId.get(id));
        }
    }

    private @Nullable Container linked(String reference) {
        return Links.named(this, reference)
                .flatMap(link -> named(link.container()))
                .orElse(null);
    }

    private Optional<Container> prefixed(String prefix) {
        var from = byId.tailMap(prefix, true).entrySet().iterator();
        if (!from.hasNext()) {
            return Optional.empty();
        }
        var first = from.next();
        if (!first.getKey().startsWith(prefix)) {
            return Optional.empty();
        }
        if (from.hasNext() && from.next().getKey().startsWith(prefix)) {
            throw new EngineException.InvalidRequest("multiple IDs found with provided prefix: " + prefix);
        }
        return Optional.of(first.getValue());
    }
}
