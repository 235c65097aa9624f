package dev.sampan.engine.container.check;

import dev.sampan.api.container.HostConfig;
import dev.sampan.api.container.PortBinding;
import dev.sampan.api.container.RestartPolicy;
import dev.sampan.engine.container.mount.CheckMounts;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.security.Capability;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a request's HostConfig may say, but for limits, namespaces and mounts. */
public final class CheckHostConfig {

    private CheckHostConfig() {}

    /** @param warnings gets what is accepted but shall be told */
    public static HostConfig checked(HostConfig host, List<String> warnings) {
        RestartPolicy restart = host.restartPolicy() == null ? new RestartPolicy("", 0) : host.restartPolicy();
        boolean restarts = !restart.name().isEmpty() && !restart.name().equals("no");
        if (host.autoRemove() && restarts) {
            throw new InvalidRequest("can't create 'AutoRemove' container with restart policy");
        }
        CheckMounts.check(host.mounts());
        if (host.extraHosts() != null) {
            host.extraHosts().forEach(CheckHostConfig::extraHost);
        }
        var edit = host.edit();
        edit.portBindings = ports(host, warnings);
        restartPolicy(restart);
        edit.restartPolicy = restart.name().isEmpty() ? new RestartPolicy("no", restart.maximumRetryCount()) : restart;
        Capability.granted(host.privileged(), orEmpty(host.capAdd()), orEmpty(host.capDrop()));
        String isolation = host.isolation().toLowerCase(Locale.ROOT);
        if (!isolation.isEmpty() && !isolation.equals("default")) {
            throw new InvalidRequest("invalid isolation (" + host.isolation() + "): linux only supports 'default'");
        }
        if (host.annotations() != null && host.annotations().containsKey("")) {
            throw new InvalidRequest("invalid Annotations: the empty string is not permitted as an annotation key");
        }
        if (host.storageOpt() != null && !host.storageOpt().isEmpty()) {
            throw new SystemFailure("--storage-opt is supported only for overlay over xfs with 'pquota' mount option");
        }
        if (host.dns() != null) {
            host.dns().forEach(CheckHostConfig::address);
        }
        return edit.build();
    }

    public static void restartPolicy(RestartPolicy policy) {
        int retries = policy.maximumRetryCount();
        switch (policy.name()) {
            case "", "no", "always", "unless-stopped" -> {
                if (retries != 0) {
                    throw new InvalidRequest(
                            "invalid restart policy: maximum retry count can only be used with 'on-failure'"
                                    + (retries < 0 ? " and cannot be negative" : ""));
                }
            }
            case "on-failure" -> {
                if (retries < 0) {
                    throw new InvalidRequest("invalid restart policy: maximum retry count cannot be negative");
                }
            }
            default ->
                throw new InvalidRequest("invalid restart policy: unknown policy '" + policy.name()
                        + "'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'");
        }
    }

    private static void extraHost(String entry) {
        int colon = entry.indexOf(':');
        if (colon <= 0) {
            throw new InvalidRequest("bad format for add-host: \"" + entry + "\"");
        }
        String address = entry.substring(colon + 1);
        if (!address.equals("host-gateway") && (address.startsWith("[") || !isAddress(address))) {
            throw new InvalidRequest("invalid IP address in add-host: \"" + address + "\"");
        }
    }

    private static void address(String text) {
        if (!isAddress(text)) {
            throw new InvalidRequest("invalid IP address: " + text);
        }
    }

    private static boolean isAddress(String text) {
        try {
            InetAddress.ofLiteral(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Map<String, List<PortBinding>> ports(HostConfig host, List<String> warnings) {
        var checked = new TreeMap<String, @Nullable List<PortBinding>>();
        if (host.portBindings() == null) {
            return checked;
        }
        var empty = new ArrayList<String>();
        host.portBindings().forEach((port, bindings) -> {
            PortSpec spec = PortSpec.parse(port);
            if (spec.port() == 0) {
                throw new InvalidRequest("invalid port specification: \"" + port + "\"");
            }
            if (bindings == null || bindings.isEmpty()) {
                empty.add(spec.text());
                checked.put(spec.text(), List.of(new PortBinding("", "")));
                return;
            }
            bindings.forEach(CheckHostConfig::binding);
            checked.put(spec.text(), bindings);
        });
        if (!empty.isEmpty()) {
            warnings.add("Following container port(s) have an empty list of port-bindings: " + String.join(", ", empty)
                    + ". Such bindings will be discarded in a future version.");
        }
        if (host.networkMode().equals("host") && !checked.isEmpty()) {
            warnings.add("Published ports are discarded when using host network mode");
        }
        return checked;
    }

    private static void binding(PortBinding binding) {
        PortSpec.checkHostPort(binding.hostPort());
        if (!binding.hostIp().isEmpty()) {
            address(binding.hostIp());
        }
    }

    public static List<String> orEmpty(@Nullable List<String> list) {
        return list == null ? List.of() : list;
    }
}
