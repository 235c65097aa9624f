package dev.sampan.engine.container.check;

import dev.sampan.api.container.ContainerConfig;
import dev.sampan.api.container.HostConfig;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which namespaces a container may ask for, and what cannot be had together with them. */
public final class CheckNamespaces {

    private CheckNamespaces() {}

    public static void check(ContainerConfig config, HostConfig host) {
        network(config, host);
        oneOf("IPC mode", host.ipcMode(), Set.of("", "none", "private", "host", "shareable"), "container:", true);
        oneOf("PID mode", host.pidMode(), Set.of("", "host"), "container:", false);
        oneOf("UTS mode", host.utsMode(), Set.of("", "host"), "", false);
        oneOf("cgroup namespace mode", host.cgroupnsMode(), Set.of("", "host", "private"), "", false);
    }

    private static void oneOf(String what, String mode, Set<String> words, String prefix, boolean emptyRest) {
        boolean prefixed =
                !prefix.isEmpty() && mode.startsWith(prefix) && (emptyRest || mode.length() > prefix.length());
        if (!prefixed && !words.contains(mode)) {
            throw new InvalidRequest("invalid " + what + ": " + mode);
        }
    }

    private static void network(ContainerConfig config, HostConfig host) {
        String mode = host.networkMode();
        if (mode.equals("container") || mode.equals("container:")) {
            throw new InvalidRequest("invalid network mode: invalid container format container:<name|id>");
        }
        if (mode.equals("host")) {
            refuse(
                    host.links(),
                    "host type networking can't be used with links. This would result in undefined behavior");
        }
        if (mode.startsWith("container:")) {
            refuse(!config.hostname().isEmpty(), "hostname and the network mode");
            refuse(
                    host.links(),
                    "container type network can't be used with links. This would result in undefined behavior");
            refuse(host.dns(), "dns and the network mode");
            refuse(host.extraHosts(), "custom host-to-IP mapping and the network mode");
            refuse(
                    host.publishAllPorts() || !isEmpty(host.portBindings()),
                    "port publishing and the container type network mode");
            refuse(!isEmpty(config.exposedPorts()), "port exposing and the container type network mode");
        }
        refuse(host.utsMode().equals("host") && !config.hostname().isEmpty(), "hostname and the UTS mode");
    }

    private static void refuse(@Nullable Collection<?> given, String conflict) {
        refuse(given != null && !given.isEmpty(), conflict);
    }

    private static void refuse(boolean conflicting, String conflict) {
        if (conflicting) {
            throw new InvalidRequest("conflicting options: " + conflict);
        }
    }

    private static boolean isEmpty(@Nullable Map<?, ?> map) {
        return map == null || map.isEmpty();
    }
}
