package dev.sampan.engine.container;

import dev.sampan.api.container.ContainerConfig;
import dev.sampan.api.container.HealthConfig;
import dev.sampan.engine.container.check.PortSpec;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.image.ImageConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A container's configuration: what the request says, completed by what its image says. */
final class MergeImage {

    private MergeImage() {}

    /** Throws InvalidRequest when neither has a command. */
    static ContainerConfig merged(ContainerConfig config, ImageConfig image) {
        var edit = config.edit();
        if (config.user().isEmpty()) {
            edit.user = image.user();
        }
        if (config.workingDir().isEmpty()) {
            edit.workingDir = image.workingDir();
        }
        if (config.stopSignal().isEmpty()) {
            edit.stopSignal = image.stopSignal();
        }
        if (isEmpty(config.shell()) && !image.shell().isEmpty()) {
            edit.shell = image.shell();
        }
        edit.exposedPorts = keys(
                config.exposedPorts(),
                image.exposedPorts().stream()
                        .map(port -> PortSpec.parse(port).text())
                        .toList());
        edit.volumes = keys(config.volumes(), List.copyOf(image.volumes()));
        edit.labels = labels(config.labels(), image.labels());
        edit.env = env(config.env(), image.env());
        edit.healthcheck = health(config.healthcheck(), image);
        if (isEmpty(config.entrypoint())) {
            if (isEmpty(config.cmd())) {
                edit.cmd = image.cmd().orElse(config.cmd());
            }
            if (config.entrypoint() == null) {
                edit.entrypoint = image.entrypoint().orElse(null);
            }
        }
        if (edit.entrypoint != null && edit.entrypoint.equals(List.of(""))) {
            edit.entrypoint = null;
        }
        if (isEmpty(edit.entrypoint) && isEmpty(edit.cmd)) {
            throw new InvalidRequest("no command specified");
        }
        return edit.build();
    }

    private static boolean isEmpty(@Nullable List<String> list) {
        return list == null || list.isEmpty();
    }

    private static @Nullable Map<String, Object> keys(@Nullable Map<String, Object> own, List<String> more) {
        var all = new TreeMap<String, Object>();
        if (own != null) {
            own.keySet().forEach(key -> all.put(key, Map.of()));
        }
        more.forEach(key -> all.put(key, Map.of()));
        return all.isEmpty() ? null : all;
    }

    private static Map<String, String> labels(@Nullable Map<String, String> own, Map<String, String> image) {
        var all = new TreeMap<>(image);
        if (own != null) {
            all.putAll(own);
        }
        return all;
    }

    /** The request's entries as they are, then those of the image whose name the request does not have. */
    private static @Nullable List<String> env(@Nullable List<String> own, List<String> image) {
        if (image.isEmpty()) {
            return own;
        }
        var all = new ArrayList<String>(own == null ? List.of() : own);
        var names = new HashSet<String>();
        all.forEach(entry -> names.add(name(entry)));
        image.stream().filter(entry -> !names.contains(name(entry))).forEach(all::add);
        return all;
    }

    private static String name(String entry) {
        int equals = entry.indexOf('=');
        return equals < 0 ? entry : entry.substring(0, equals);
    }

    private static @Nullable HealthConfig health(@Nullable HealthConfig own, ImageConfig image) {
        if (image.healthcheck().isEmpty()) {
            return own;
        }
        var from = image.healthcheck().get();
        HealthConfig mine = own == null ? new HealthConfig(null, 0, 0, 0, 0, 0) : own;
        return new HealthConfig(
                isEmpty(mine.test()) ? from.test() : mine.test(),
                mine.interval() == 0 ? from.interval().toNanos() : mine.interval(),
                mine.timeout() == 0 ? from.timeout().toNanos() : mine.timeout(),
                mine.startPeriod() == 0 ? from.startPeriod().toNanos() : mine.startPeriod(),
                mine.startInterval() == 0 ? from.startInterval().toNanos() : mine.startInterval(),
                mine.retries() == 0 ? from.retries() : mine.retries());
    }
}
