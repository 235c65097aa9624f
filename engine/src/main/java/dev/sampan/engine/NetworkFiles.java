package dev.sampan.engine;

import dev.sampan.engine.error.Cause;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.network.Network;
import dev.sampan.engine.network.NetworkStore;
import dev.sampan.engine.store.Places;
import dev.sampan.engine.store.Records;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;

/** Networks in files, {@code networks/ID.json}. One that is damaged is set aside. */
final class NetworkFiles implements NetworkStore {

    private final Records<Network> records = new Records<>(Network.class, 1);
    private final Path directory;
    private final String owner;

    NetworkFiles(Places places) throws IOException {
        directory = places.networks();
        // The number tells a root from its copies, and from one of the same path in another mount namespace.
        owner = Files.getAttribute(places.dataRoot(), "unix:ino") + " on " + places.dataRoot();
    }

    @Override
    public String owner() {
        return owner;
    }

    @Override
    public Collection<Network> load() {
        var networks = new ArrayList<Network>();
        try (var files = Files.newDirectoryStream(directory, "*.json")) {
            for (Path file : files) {
                records.readOrCopy(file).ifPresent(networks::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("list " + directory, e);
        }
        return networks;
    }

    @Override
    public void save(Network network) {
        try {
            records.replace(file(network.id()), network);
            records.copy(file(network.id()), network);
        } catch (IOException e) {
            throw new SystemFailure("write the file of network " + network.name() + ": " + Cause.of(e), e);
        }
    }

    @Override
    public void delete(String id) {
        try {
            records.delete(file(id));
        } catch (IOException e) {
            throw new SystemFailure("remove the file of network " + id + ": " + Cause.of(e), e);
        }
    }

    private Path file(String id) {
        return directory.resolve(id + ".json");
    }
}
