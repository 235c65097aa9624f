package dev.sampan.engine.network;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import java.util.List;

/**
 * A network namespace and its connections: all that must be remembered, beside the container, to find the network again
 * after a restart of the daemon and to release it.
 *
 * @param id 64 hexadecimal digits: inspect's SandboxID. Its SandboxKey is {@code /proc/PID/ns/net}: no file is bound anywhere
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public record Sandbox(String id, String owner, String ownerName, List<Endpoint> endpoints) {

    public Sandbox {
        requireNonNull(id, "id");
        endpoints = List.copyOf(endpoints);
    }

    /** Whether there is more to configure than the loopback. */
    public boolean hasDevices() {
        return endpoints.stream().anyMatch(endpoint -> endpoint.device().isPresent());
    }

    /** Of all endpoints, in the order of their requests. */
    public List<PublishedPort> ports() {
        return endpoints.stream().flatMap(endpoint -> endpoint.ports().stream()).toList();
    }
}
