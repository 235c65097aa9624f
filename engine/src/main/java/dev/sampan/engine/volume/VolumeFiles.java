package dev.sampan.engine.volume;

import dev.sampan.engine.archive.Tree;
import dev.sampan.engine.error.Cause;
import dev.sampan.engine.store.Places;
import dev.sampan.engine.store.StateFile;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Volumes on disk, as Docker lays them out: {@code volumes/NAME/_data}, and beside it what is known of the volume. */
record VolumeFiles(Places places) {

    private static final System.Logger LOG = System.getLogger(VolumeFiles.class.getName());
    private static final String RECORD = "volume.properties";
    private static final String DATA = "_data";
    /** No volume's name begins with a dot, and one volume is made or removed at a time. */
    private static final String NEW = ".new";

    private static final String GONE = ".gone";
    private static final FileAttribute<?> FOR_ROOT =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** @param container the one that an anonymous volume was made for */
    record Stored(Volume volume, Optional<String> container) {}

    /** What was being made or removed when an engine ended is removed; of one whose record is damaged its files are known. */
    List<Stored> load() throws IOException {
        var volumes = new ArrayList<Stored>();
        try (var directories = Files.newDirectoryStream(places.volumes())) {
            for (Path directory : directories) {
                try {
                    read(directory).ifPresent(volumes::add);
                } catch (IOException | RuntimeException e) {
                    LOG.log(Level.ERROR, "volume " + directory + " is left out: " + Cause.of(e));
                }
            }
        }
        return volumes;
    }

    Path data(String name) {
        return places.volume(name).resolve(DATA);
    }

    /** Whole or absent: made under another name. */
    void create(Stored stored) throws IOException {
        String name = stored.volume().name();
        Path begun = places.volume(NEW);
        try {
            Tree.remove(begun);
            Files.createDirectory(begun, FOR_ROOT);
            Path data = Files.createDirectory(begun.resolve(DATA));
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
            StateFile.replace(begun.resolve(RECORD), bytes(stored));
            Files.move(begun, places.volume(name), StandardCopyOption.ATOMIC_MOVE);
            StateFile.syncDirectory(places.volumes());
        } catch (IOException | RuntimeException e) {
            Tree.remove(begun);
            throw e;
        }
    }

    /** Whole or absent, again: what is left when the engine ends meanwhile has no name any more. */
    void delete(String name) throws IOException {
        Path gone = places.volume(GONE);
        Tree.remove(gone);
        Files.move(places.volume(name), gone, StandardCopyOption.ATOMIC_MOVE);
        try {
            Tree.remove(gone);
        } catch (IOException | RuntimeException e) {
            Files.move(gone, places.volume(name), StandardCopyOption.ATOMIC_MOVE);
            throw e;
        }
    }

    private static byte[] bytes(Stored stored) throws IOException {
        Volume volume = stored.volume();
        var properties = new Properties();
        properties.setProperty("created", volume.created().toString());
        stored.container().ifPresent(id -> properties.setProperty("container", id));
        flatten("label.", volume.labels(), properties);
        flatten("option.", volume.options(), properties);
        var text = new StringWriter();
        properties.store(text, null);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Empty for what was no volume yet, or none any more. */
    private Optional<Stored> read(Path directory) throws IOException {
        String name = directory.getFileName().toString();
        if (!Files.isDirectory(directory)) {
            LOG.log(Level.WARNING, "{0} is no volume and left alone", directory);
            return Optional.empty();
        }
        if (name.startsWith(".")) {
            Tree.remove(directory);
            return Optional.empty();
        }
        Path record = directory.resolve(RECORD);
        Optional<Stored> stored = StateFile.read(record, content -> parse(directory, content));
        if (stored.isPresent()) {
            return stored;
        }
        boolean damaged = StateFile.isDamaged(record);
        if (!damaged && holdsNothing(directory)) {
            Tree.remove(directory);
            return Optional.empty();
        }
        if (!damaged && !Files.isDirectory(directory.resolve(DATA))) {
            LOG.log(Level.WARNING, "{0} is no volume and left alone", directory);
            return Optional.empty();
        }
        LOG.log(Level.WARNING, "volume {0} has its files, but has lost its labels and options", name);
        Instant created = Files.getLastModifiedTime(directory).toInstant();
        var kept = new Stored(
                new Volume(name, Volumes.DRIVER, created, null, null, directory.resolve(DATA)), Optional.empty());
        StateFile.replace(record, bytes(kept));
        return Optional.of(kept);
    }

    /** What a creation that was cut off may have left. A directory with anything else in it is a volume, or somebody else's. */
    private static boolean holdsNothing(Path directory) throws IOException {
        try (var entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                boolean emptyData = name.equals(DATA) && Files.isDirectory(entry) && isEmpty(entry);
                if (!emptyData && !name.startsWith("." + RECORD)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (var entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        }
    }

    private static Stored parse(Path directory, byte[] content) throws IOException {
        var properties = new Properties();
        properties.load(new StringReader(new String(content, StandardCharsets.UTF_8)));
        if (properties.getProperty("created") == null || content[content.length - 1] != '\n') {
            throw new IOException("it does not say when the volume was made");
        }
        var volume = new Volume(
                directory.getFileName().toString(),
                Volumes.DRIVER,
                Instant.parse(properties.getProperty("created")),
                part("label.", properties),
                part("option.", properties),
                directory.resolve(DATA));
        return new Stored(volume, Optional.ofNullable(properties.getProperty("container")));
    }

    private static void flatten(String prefix, @Nullable Map<String, String> map, Properties into) {
        if (map != null) {
            into.setProperty(prefix.replace('.', 's'), "given");
            map.forEach((key, value) -> into.setProperty(prefix + key, value));
        }
    }

    private static @Nullable Map<String, String> part(String prefix, Properties from) {
        if (from.getProperty(prefix.replace('.', 's')) == null) {
            return null;
        }
        var map = new TreeMap<String, String>();
        from.stringPropertyNames().stream()
                .filter(name -> name.startsWith(prefix))
                .forEach(name -> map.put(name.substring(prefix.length()), from.getProperty(name)));
        return map;
    }
}
