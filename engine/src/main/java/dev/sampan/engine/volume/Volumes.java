package dev.sampan.engine.volume;

import dev.sampan.engine.archive.Tree;
import dev.sampan.engine.archive.TreeUsage;
import dev.sampan.engine.error.Cause;
import dev.sampan.engine.error.EngineException.Conflict;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.NotFound;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.event.Events;
import dev.sampan.engine.filter.Filters;
import dev.sampan.engine.store.Places;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Volumes of the {@code local} driver: one directory each. What happens to them is told as events. */
public final class Volumes {

    private static final Logger LOG = System.getLogger(Volumes.class.getName());

    /** Docker's label on a volume that was made for one container. */
    public static final String ANONYMOUS = "com.docker.volume.anonymous";

    static final String DRIVER = "local";

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");
    private static final Set<String> OPTIONS = Set.of("type", "o", "device", "size");

    private final VolumeFiles files;
    private final VolumeUsers users;
    private final Events events;
    private final Map<String, Volume> byName = new ConcurrentSkipListMap<>();

    /** Of anonymous ones of earlier engines: a container that was never whole leaves nothing. */
    private final Map<String, String> madeFor = new ConcurrentSkipListMap<>();

    /** By container, what those have that are being made: nobody else knows of them yet. */
    private final Map<String, Set<String>> wanted = new HashMap<>();

    private Volumes(VolumeFiles files, VolumeUsers users, Events events) {
        this.files = files;
        this.users = users;
        this.events = events;
    }

    /** Reads what is there. */
    public static Volumes open(Places places, VolumeUsers users, Events events) throws IOException {
        var volumes = new Volumes(new VolumeFiles(places), users, events);
        for (VolumeFiles.Stored stored : volumes.files.load()) {
            volumes.byName.put(stored.volume().name(), stored.volume());
            stored.container()
                    .ifPresent(id -> volumes.madeFor.put(stored.volume().name(), id));
        }
        return volumes;
    }

    public Optional<Volume> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Volume get(String name) {
        return find(name).orElseThrow(() -> new NotFound("get " + name + ": no such volume"));
    }

    /** By name. Throws InvalidRequest for a bad filter. */
    public List<Volume> list(Filters filters) {
        return byName.values().stream().filter(new ListFilter(filters, users)).toList();
    }

    /** The containers that have it, in any state. */
    public List<String> users(String name) {
        return users.of(name);
    }

    /** The sum of its files' sizes, those of several names once; -1 where it is not to be had, as Docker says it. */
    public long bytes(Volume volume) {
        try (Fd tree = Tree.open(volume.mountpoint())) {
            return TreeUsage.of(tree).apparent();
        } catch (IOException | ErrnoException e) {
            if (e instanceof ErrnoException gone && gone.is(Errno.ENOENT)) {
                return 0; // removed at this moment
            }
            LOG.log(Level.ERROR, "measure volume {0}: {1}", volume.name(), Cause.of(e));
            return -1;
        }
    }

    /**
     * Makes a volume, or answers the one of that name.
     *
     * @param name empty for a generated one; such a volume has the label {@link #ANONYMOUS}
     * @param driver empty for local
     */
    public Volume create(
            String name, String driver, @Nullable Map<String, String> labels, @Nullable Map<String, String> options) {
        return create(name, driver, labels, options, Optional.empty());
    }

    /** The same for a container that is being made, to which it belongs until {@link #made}: see {@link #removeMadeFor}, too. */
    public synchronized Volume create(
            String name,
            String driver,
            @Nullable Map<String, String> labels,
            @Nullable Map<String, String> options,
            Optional<String> container) {
        if (!driver.isEmpty() && !driver.equals(DRIVER)) {
            throw new NotFound("error looking up volume plugin " + driver + ": plugin \"" + driver + "\" not found");
        }
        String chosen = name.isEmpty() ? generate() : name;
        checkName(chosen);
        Volume there = byName.get(chosen);
        if (there != null) {
            want(there, container);
            return there;
        }
        checkOptions(chosen, options);
        Map<String, String> marked = name.isEmpty() ? anonymous(labels) : labels;
        var volume = new Volume(chosen, DRIVER, Instant.now(), marked, options, files.data(chosen));
        try {
            files.create(new VolumeFiles.Stored(volume, container.filter(id -> name.isEmpty())));
        } catch (IOException e) {
            throw new SystemFailure("create " + chosen + ": " + Cause.of(e), e);
        }
        byName.put(chosen, volume);
        want(volume, container);
        tell("create", volume);
        return volume;
    }

    private void want(Volume volume, Optional<String> container) {
        container.ifPresent(
                id -> wanted.computeIfAbsent(id, _ -> new HashSet<>()).add(volume.name()));
    }

    /** The container is there and tells itself what it has, or it never will be. */
    public synchronized void made(String container) {
        wanted.remove(container);
    }

    private List<String> usersOf(String name) {
        var all = new LinkedHashSet<>(users.of(name));
        wanted.forEach((container, volumes) -> {
            if (volumes.contains(name)) {
                all.add(container);
            }
        });
        return List.copyOf(all);
    }

    private static Map<String, String> anonymous(@Nullable Map<String, String> labels) {
        var marked = new TreeMap<>(labels == null ? Map.of() : labels);
        marked.put(ANONYMOUS, "");
        return marked;
    }

    /** Removes it with its content. Throws Conflict when a container has it. */
    public synchronized void remove(String name) {
        Volume volume = get(name);
        List<String> containers = usersOf(name);
        if (!containers.isEmpty()) {
            throw new Conflict("remove " + name + ": volume is in use - [" + String.join(", ", containers) + "]");
        }
        try {
            files.delete(name);
        } catch (IOException e) {
            throw new SystemFailure("remove " + name + ": " + Cause.of(e), e);
        }
        byName.remove(name); // not before its files are gone: what is left on disk stays in the list
        tell("destroy", volume);
    }

    /** Removes the anonymous volumes that an earlier engine made for a container whose creation was cut off. */
    public synchronized void removeMadeFor(String container) {
        for (var made : List.copyOf(madeFor.entrySet())) {
            if (made.getValue().equals(container)
                    && byName.containsKey(made.getKey())
                    && users.of(made.getKey()).isEmpty()) {
                remove(made.getKey());
            }
        }
    }

    /** @param bytes that their files had */
    public record Pruned(List<String> names, long bytes) {}

    /** Removes those that no container has: anonymous ones, with the filter {@code all} named ones too. */
    public synchronized Pruned prune(Filters filters) {
        Predicate<Volume> condition = Prune.wanted(filters);
        var names = new ArrayList<String>();
        long bytes = 0;
        for (Volume volume : byName.values()) {
            if (condition.test(volume) && usersOf(volume.name()).isEmpty()) {
                bytes += Math.max(0, bytes(volume));
                remove(volume.name());
                names.add(volume.name());
            }
        }
        events.publish("volume", "prune", "", Map.of("reclaimed", String.valueOf(bytes)));
        return new Pruned(names, bytes);
    }

    private void tell(String action, Volume volume) {
        events.publish("volume", action, volume.name(), Map.of("driver", volume.driver()));
    }

    private static void checkName(String name) {
        if (name.length() == 1) {
            throw new InvalidRequest("create " + name
                    + ": volume name is too short, names should be at least two alphanumeric characters");
        }
        if (!NAME.matcher(name).matches()) {
            throw new InvalidRequest("create " + name + ": \"" + name
                    + "\" includes invalid characters for a local volume name, only \"[a-zA-Z0-9][a-zA-Z0-9_.-]\" are allowed. If"
                    + " you intended to pass a host directory, use absolute path");
        }
    }

    private static void checkOptions(String name, @Nullable Map<String, String> options) {
        if (options == null) {
            return;
        }
        for (String option : options.keySet()) {
            if (!OPTIONS.contains(option)) {
                throw new InvalidRequest("create " + name + ": invalid option: \"" + option + "\"");
            }
        }
        if (options.containsKey("size")) {
            throw new InvalidRequest("create " + name + ": quota size requested but no quota support");
        }
        for (String required : List.of("device", "type")) {
            if (!options.isEmpty() && !options.containsKey(required)) {
                throw new InvalidRequest("create " + name + ": missing required option: \"" + required + "\"");
            }
        }
    }

    private static String generate() {
        var bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
