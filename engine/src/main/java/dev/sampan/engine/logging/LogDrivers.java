package dev.sampan.engine.logging;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The drivers on the class path, by name. */
public final class LogDrivers {

    public static final String DEFAULT = "json-file";

    private final Map<String, LogDriver> byName = new TreeMap<>();

    public LogDrivers() {
        ServiceLoader.load(LogDriver.class, LogDrivers.class.getClassLoader()).forEach(d -> byName.put(d.name(), d));
    }

    /** @throws InvalidRequest in Docker's words */
    public LogDriver named(String name) {
        var found = byName.get(name.isEmpty() ? DEFAULT : name);
        if (found == null) {
            throw new InvalidRequest("logger: no log driver named '" + name + "' is registered");
        }
        return found;
    }
}
