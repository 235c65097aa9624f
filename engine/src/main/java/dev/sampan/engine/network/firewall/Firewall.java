package dev.sampan.engine.network.firewall;

import dev.sampan.engine.network.Cidr;
import dev.sampan.engine.network.Endpoint;

/** The rules of one daemon. */
public final class Firewall implements AutoCloseable {

    /** A bridge and what is allowed on it. */
    public record Subnet(String bridge, Cidr subnet, boolean icc, boolean masquerade) {}

    public void open(Subnet subnet) {}

    public void close(String bridge) {}

    public void publish(Endpoint endpoint) {}

    public void unpublish(Endpoint endpoint) {}

    @Override
    public void close() {}
}
