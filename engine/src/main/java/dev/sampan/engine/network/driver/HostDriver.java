package dev.sampan.engine.network.driver;

/** Network host: the container is in the host's own namespace, so there is nothing to make, and {@code join} is not called. */
public final class HostDriver implements NetworkDriver {

    @Override
    public String type() {
        return "host";
    }

    @Override
    public boolean addresses() {
        return false;
    }
}
