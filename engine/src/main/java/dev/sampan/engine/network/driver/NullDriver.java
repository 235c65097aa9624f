package dev.sampan.engine.network.driver;

import dev.sampan.engine.network.Endpoint;
import dev.sampan.engine.network.NetnsAccess;
import dev.sampan.engine.network.Network;
import java.util.Collection;

/** Network none: the loopback, which the launch brings up, and nothing else. */
public final class NullDriver implements NetworkDriver {

    @Override
    public String type() {
        return "null";
    }

    @Override
    public boolean addresses() {
        return false;
    }

    @Override
    public void start(DriverHost host) {}

    @Override
    public Network define(Network asked) {
        return asked;
    }

    @Override
    public void open(Network network, Collection<Endpoint> live) {}

    @Override
    public void join(Network network, Endpoint endpoint, NetnsAccess netns) {}

    @Override
    public void leave(Network network, Endpoint endpoint) {}

    @Override
    public void close(Network network) {}
}
