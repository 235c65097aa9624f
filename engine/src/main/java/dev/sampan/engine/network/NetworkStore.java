package dev.sampan.engine.network;

import java.util.Collection;

/** Where networks are kept across restarts. Every method returns after the change is durable. */
public interface NetworkStore {

    Collection<Network> load();

    void save(Network network);

    void delete(String id);
}
