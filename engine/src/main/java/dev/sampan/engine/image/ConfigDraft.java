package dev.sampan.engine.image;

import dev.sampan.engine.image.ImageConfig.HealthCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An {@link ImageConfig} while instructions change it. Environment and labels keep the order in which they were first set. */
final class ConfigDraft {

    String user = "";
    String workingDir = "";
    String stopSignal = "";
    Optional<List<String>> entrypoint = Optional.empty();
    Optional<List<String>> cmd = Optional.empty();
    Optional<HealthCheck> healthcheck = Optional.empty();
    List<String> shell = List.of();
    boolean argsEscaped;
    final Set<String> exposedPorts = new LinkedHashSet<>();
    final Set<String> volumes = new LinkedHashSet<>();
    final Map<String, String> labels = new LinkedHashMap<>();
    final List<String> onBuild = new ArrayList<>();
    private final Map<String, String> env = new LinkedHashMap<>();

    ConfigDraft(ImageConfig from) {
        user = from.user();
        workingDir = from.workingDir();
        stopSignal = from.stopSignal();
        entrypoint = from.entrypoint();
        cmd = from.cmd();
        healthcheck = from.healthcheck();
        shell = from.shell();
        argsEscaped = from.argsEscaped();
        exposedPorts.addAll(from.exposedPorts());
        volumes.addAll(from.volumes());
        labels.putAll(from.labels());
        onBuild.addAll(from.onBuild());
        for (String entry : from.env()) {
            int equals = entry.indexOf('=');
            env(equals < 0 ? entry : entry.substring(0, equals), equals < 0 ? "" : entry.substring(equals + 1));
        }
    }

    void env(String name, String value) {
        env.put(name, value);
    }

    Map<String, String> env() {
        return env;
    }

    ImageConfig finish() {
        return new ImageConfig(
                user,
                exposedPorts,
                env.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList(),
                entrypoint,
                cmd,
                volumes,
                workingDir,
                labels,
                stopSignal,
                healthcheck,
                shell,
                onBuild,
                argsEscaped);
    }
}
