package dev.sampan.engine.network;

import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.store.StateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** One JSON file per network in a directory. */
public final class NetworkFiles implements NetworkStore {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SUFFIX = ".json";

    private final Path directory;

    public NetworkFiles(Path directory) {
        this.directory = directory;
    }

    @Override
    public Collection<Network> load() {
        try {
            Files.createDirectories(directory);
            var networks = new ArrayList<Network>();
            for (Path file : files()) {
                networks.add(JSON.readValue(Files.readAllBytes(file), Network.class));
            }
            return networks;
        } catch (IOException e) {
            throw new EngineException.SystemFailure("reading the networks of " + directory, e);
        }
    }

    @Override
    public void save(Network network) {
        try {
            StateFile.replace(file(network.id()), JSON.writeValueAsBytes(network));
        } catch (IOException e) {
            throw new EngineException.SystemFailure("writing network " + network.name(), e);
        }
    }

    @Override
    public void delete(String id) {
        try {
            Files.deleteIfExists(file(id));
            StateFile.syncDirectory(directory);
        } catch (IOException e) {
            throw new EngineException.SystemFailure("deleting network " + id, e);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    private Path file(String id) {
        return directory.resolve(id + SUFFIX);
    }
}
