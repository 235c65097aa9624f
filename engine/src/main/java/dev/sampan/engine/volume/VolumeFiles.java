package dev.sampan.engine.volume;

import dev.sampan.engine.archive.Tree;
import dev.sampan.engine.store.Places;
import dev.sampan.engine.store.StateFile;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Volumes on disk, as Docker lays them out: {@code volumes/NAME/_data}, and beside it what is known of the volume. */
record VolumeFiles(Places places) {

    private static final System.Logger LOG = System.getLogger(VolumeFiles.class.getName());
    private static final String RECORD = "volume.properties";

    /** One that cannot be read is reported and left out. */
    List<Volume> load() throws IOException {
        var volumes = new ArrayList<Volume>();
        Files.createDirectories(places.volumes());
        try (var directories = Files.newDirectoryStream(places.volumes(), Files::isDirectory)) {
            for (Path directory : directories) {
                try {
                    volumes.add(read(directory));
                } catch (IOException | RuntimeException e) {
                    LOG.log(Level.ERROR, "volume " + directory + " cannot be read and is left out: " + e.getMessage());
                }
            }
        }
        return volumes;
    }

    Path data(String name) {
        return places.volume(name).resolve("_data");
    }

    void create(Volume volume) throws IOException {
        Files.createDirectories(volume.mountpoint());
        Files.setPosixFilePermissions(volume.mountpoint(), PosixFilePermissions.fromString("rwxr-xr-x"));
        var properties = new Properties();
        properties.setProperty("created", volume.created().toString());
        flatten("label.", volume.labels(), properties);
        flatten("option.", volume.options(), properties);
        var text = new StringWriter();
        properties.store(text, null);
        StateFile.replace(
                places.volume(volume.name()).resolve(RECORD), text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The record goes last: what is left of a volume is still one after a restart. */
    void delete(String name) throws IOException {
        Tree.remove(data(name));
        Tree.remove(places.volume(name));
    }

    private static Volume read(Path directory) throws IOException {
        var properties = new Properties();
        properties.load(new StringReader(Files.readString(directory.resolve(RECORD))));
        return new Volume(
                directory.getFileName().toString(),
                Volumes.DRIVER,
                Instant.parse(properties.getProperty("created")),
                part("label.", properties),
                part("option.", properties),
                directory.resolve("_data"));
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
