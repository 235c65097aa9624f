package dev.sampan.engine.network.driver;

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
}
