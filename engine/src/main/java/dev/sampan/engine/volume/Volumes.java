package dev.sampan.engine.volume;

import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.store.Places;
import dev.sampan.engine.store.StateFile;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Volumes of the {@code local} driver: one directory each, {@code volumes/NAME/_data}, as Docker lays them out. */
public final class Volumes {

    /** Docker's label on a volume that was made for one container. */
    public static final String ANONYMOUS = "com.docker.volume.anonymous";

    private static final System.Logger LOG = System.getLogger(Volumes.class.getName());
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");
    private static final Set<String> OPTIONS = Set.of("type", "o", "device", "size");

    private final Places places;
    private final Map<String, Volume> byName = new ConcurrentSkipListMap<>();

    /** Reads what is there. */
    public static Volumes open(Places places) throws IOException {
        var volumes = new Volumes(places);
        Files.createDirectories(places.volumes());
        try (var directories = Files.newDirectoryStream(places.volumes(), Files::isDirectory)) {
            for (Path directory : directories) {
                volumes.load(directory);
            }
        }
        return volumes;
    }

    private Volumes(Places places) {
        this.places = places;
    }

    public Optional<Volume> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Volume get(String name) {
        return find(name).orElseThrow(() -> new EngineException.NotFound("get " + name + ": no such volume"));
    }

    public List<Volume> list() {
        return List.copyOf(byName.values());
    }

    /**
     * Makes a volume, or answers the one of that name.
     *
     * @param name empty for a generated one
     * @param driver empty for local
     */
    public synchronized Volume create(
            String name, String driver, @Nullable Map<String, String> labels, @Nullable Map<String, String> options) {
        if (!driver.isEmpty() && !driver.equals("local")) {
            throw new EngineException.NotFound(
                    "error looking up volume plugin " + driver + ": plugin \"" + driver + "\" not found");
        }
        String chosen = name.isEmpty() ? generate() : name;
        checkName(chosen);
        Volume there = byName.get(chosen);
        if (there != null) {
            return there;
        }
        checkOptions(chosen, options);
        var volume = new Volume(
                chosen,
                "local",
                Instant.now(),
                labels,
                options,
                places.volume(chosen).resolve("_data"));
        try {
            Files.createDirectories(volume.mountpoint());
            Files.setPosixFilePermissions(volume.mountpoint(), PosixFilePermissions.fromString("rwxr-xr-x"));
            save(volume);
        } catch (IOException e) {
            throw new EngineException.SystemFailure("create " + chosen + ": " + e.getMessage(), e);
        }
        byName.put(chosen, volume);
        return volume;
    }

    /** Removes it with its content. Whether a container uses it is the caller's to know. */
    public synchronized void remove(String name) {
        Volume volume = get(name);
        byName.remove(name);
        try {
            deleteTree(places.volume(volume.name()));
        } catch (IOException e) {
            throw new EngineException.SystemFailure("remove " + name + ": " + e.getMessage(), e);
        }
    }

    private static void checkName(String name) {
        if (name.length() == 1) {
            throw new EngineException.InvalidRequest("create " + name
                    + ": volume name is too short, names should be at least two alphanumeric characters");
        }
        if (!NAME.matcher(name).matches()) {
            throw new EngineException.InvalidRequest("create " + name + ": \"" + name
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
                throw new EngineException.InvalidRequest("create " + name + ": invalid option: \"" + option + "\"");
            }
        }
    }

    private static String generate() {
        var bytes = new byte[32];
        new java.security.SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private void save(Volume volume) throws IOException {
        var properties = new Properties();
        properties.setProperty("created", volume.created().toString());
        flatten("label.", volume.labels(), properties);
        flatten("option.", volume.options(), properties);
        var text = new StringWriter();
        properties.store(text, null);
        StateFile.replace(
                places.volume(volume.name()).resolve("volume.properties"),
                text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static void flatten(String prefix, @Nullable Map<String, String> map, Properties into) {
        if (map != null) {
            into.setProperty(prefix.replace('.', 's'), "given");
            map.forEach((key, value) -> into.setProperty(prefix + key, value));
        }
    }

    private void load(Path directory) {
        String name = directory.getFileName().toString();
        try {
            var properties = new Properties();
            properties.load(new StringReader(Files.readString(directory.resolve("volume.properties"))));
            byName.put(
                    name,
                    new Volume(
                            name,
                            "local",
                            Instant.parse(properties.getProperty("created")),
                            part("label.", properties),
                            part("option.", properties),
                            directory.resolve("_data")));
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.ERROR, "volume " + directory + " cannot be read and is left out: " + e.getMessage());
        }
    }

    private static @Nullable Map<String, String> part(String prefix, Properties from) {
        if (from.getProperty(prefix.replace('.', 's')) == null) {
            return null;
        }
        var map = new TreeMap<String, String>();
        var names = new ArrayList<>(from.stringPropertyNames());
        names.stream()
                .filter(name -> name.startsWith(prefix))
                .forEach(name -> map.put(name.substring(prefix.length()), from.getProperty(name)));
        return map;
    }

    /** Never follows a link: what lies in a volume was written by containers. */
    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failed) throws IOException {
                if (failed != null) {
                    throw new UncheckedIOException(failed);
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
