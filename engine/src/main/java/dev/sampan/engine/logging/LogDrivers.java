package dev.sampan.engine.logging;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The drivers on the class path, by name. */
public final class LogDrivers {

    public static final String DEFAULT = "json-file";

    private static final String NONE = "none";

    private final Map<String, LogDriver> byName = new TreeMap<>();

    public LogDrivers() {
        ServiceLoader.load(LogDriver.class, LogDrivers.class.getClassLoader()).forEach(d -> byName.put(d.name(), d));
    }

    /** For docker info, sorted. */
    public List<String> names() {
        return byName.values().stream()
                .filter(LogDriver::offered)
                .map(LogDriver::name)
                .toList();
    }

    /**
     * @param name empty is the default driver
     * @throws InvalidRequest in Docker's words
     */
    public LogDriver named(String name) {
        var found = byName.get(name.isEmpty() ? DEFAULT : name);
        if (found == null) {
            throw new InvalidRequest("error looking up logging plugin " + name + ": plugin \"" + name + "\" not found");
        }
        return found;
    }

    /**
     * What create checks: the driver's name, the options that all drivers have, then the driver's own names.
     *
     * @throws InvalidRequest in Docker's words
     */
    public void check(String name, Map<String, String> options) {
        var driver = named(name);
        if (driver.name().equals(NONE)) {
            return;
        }
        LogOptions.checkCommon(options);
        var own = new HashMap<>(options);
        own.keySet().removeAll(LogOptions.COMMON);
        driver.check(own);
    }
}
