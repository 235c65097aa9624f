package dev.sampan.engine.network;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Forgets when the test ends. */
final class MemoryStore implements NetworkStore {

    private final Map<String, Network> networks = new LinkedHashMap<>();
    private final String owner = "test " + System.identityHashCode(this);

    @Override
    public String owner() {
        return owner;
    }

    @Override
    public Collection<Network> load() {
        return List.copyOf(networks.values());
    }

    @Override
    public void save(Network network) {
        networks.put(network.id(), network);
    }

    @Override
    public void delete(String id) {
        networks.remove(id);
    }
}
