package dev.sampan.engine.network;

import java.util.List;

/**
 * A network namespace to be connected.
 *
 * @param owner the container's id
 * @param ownerName the container's name, without slash: error texts and a network's list of containers show it
 */
public record SandboxRequest(String owner, String ownerName, List<EndpointRequest> endpoints) {}
