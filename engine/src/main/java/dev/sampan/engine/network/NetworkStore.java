package dev.sampan.engine.network;

import java.util.Collection;

/** Where networks are kept across restarts. Every method returns after the change is durable. */
public interface NetworkStore {

    /** Names the engine among all that this host has and had: what is written on a bridge that it makes. */
    String owner();

    Collection<Network> load();

    void save(Network network);

    void delete(String id);
}
