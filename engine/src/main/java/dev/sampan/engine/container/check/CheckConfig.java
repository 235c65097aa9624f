package dev.sampan.engine.container.check;

import dev.sampan.api.container.ContainerConfig;
import dev.sampan.api.container.HealthConfig;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a request's Config may say, before the image is looked at. */
public final class CheckConfig {

    private static final int MAX_HOSTNAME = 64;

    private static final long MILLISECOND = 1_000_000;

    private CheckConfig() {}

    /** The same with a cleaned working directory and ports in their one spelling. */
    public static ContainerConfig checked(ContainerConfig config) {
        var edit = config.edit();
        edit.workingDir = workingDir(config.workingDir());
        if (!config.stopSignal().isEmpty()) {
            SignalName.parse(config.stopSignal());
        }
        if (config.env() != null) {
            config.env().forEach(CheckConfig::env);
        }
        if (config.healthcheck() != null) {
            health(config.healthcheck());
        }
        if (config.exposedPorts() != null) {
            var ports = new TreeMap<String, Object>();
            config.exposedPorts()
                    .keySet()
                    .forEach(port -> ports.put(PortSpec.parse(port).text(), Map.of()));
            edit.exposedPorts = ports;
        }
        if (config.hostname().getBytes(java.nio.charset.StandardCharsets.UTF_8).length > MAX_HOSTNAME) {
            throw new InvalidRequest(
                    "hostname \"" + config.hostname() + "\" is too long (maximum " + MAX_HOSTNAME + " bytes)");
        }
        return edit.build();
    }

    private static String workingDir(String given) {
        if (given.isEmpty()) {
            return given;
        }
        if (!given.startsWith("/")) {
            throw new InvalidRequest(
                    "the working directory '" + given + "' is invalid, it needs to be an absolute path");
        }
        return Path.of(given).normalize().toString();
    }

    private static void env(String entry) {
        if (entry.isEmpty() || entry.startsWith("=")) {
            throw new InvalidRequest("invalid environment variable: " + entry);
        }
    }

    private static void health(HealthConfig health) {
        record Named(String name, long nanos) {}
        for (Named part : List.of(
                new Named("Interval", health.interval()),
                new Named("Timeout", health.timeout()),
                new Named("StartPeriod", health.startPeriod()),
                new Named("StartInterval", health.startInterval()))) {
            if (part.nanos() != 0 && part.nanos() < MILLISECOND) {
                throw new InvalidRequest(part.name() + " in Healthcheck cannot be less than 1ms");
            }
        }
        if (health.retries() < 0) {
            throw new InvalidRequest("Retries in Healthcheck cannot be negative");
        }
    }
}
