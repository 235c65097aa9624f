package dev.sampan.cli.container;

import dev.sampan.cli.Failure;
import dev.sampan.cli.flags.Parsed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code --network} and what belongs to an endpoint: addresses, aliases, links. */
final class EndpointFlags {
    private EndpointFlags() {}

    /** The endpoints by network; sets HostConfig's NetworkMode to the first. */
    static Map<String, @Nullable Object> of(Parsed flags, Map<String, @Nullable Object> host) {
        var names = new ArrayList<String>(flags.list("network"));
        names.addAll(flags.list("net"));
        if (names.isEmpty()) {
            names.add("default");
        }
        var endpoints = new LinkedHashMap<String, @Nullable Object>();
        for (String given : names) {
            Map<String, @Nullable Object> endpoint = parse(given);
            String name = String.valueOf(endpoint.remove("name"));
            boolean first = endpoints.isEmpty() && !host.containsKey("NetworkMode");
            if (first) {
                host.put("NetworkMode", name);
                shared(flags, endpoint, name);
            }
            // host, none and container: have no endpoint of their own.
            boolean plain = given.equals("host") || given.equals("none") || given.startsWith("container:");
            if (!plain || endpoint.values().stream().anyMatch(value -> value != null && !value.equals(""))) {
                if (endpoints.put(name, endpoint) != null) {
                    throw new Failure("network \"" + name + "\" is specified multiple times");
                }
            }
        }
        return endpoints;
    }

    private static Map<String, @Nullable Object> parse(String given) {
        var endpoint = new LinkedHashMap<String, @Nullable Object>();
        if (!given.contains("=")) {
            endpoint.put("name", given);
            return endpoint;
        }
        var aliases = new ArrayList<String>();
        var options = new LinkedHashMap<String, Object>();
        var addresses = new LinkedHashMap<String, @Nullable Object>();
        for (String field : given.split(",")) {
            int equals = field.indexOf('=');
            if (equals < 0) {
                throw new Failure(125, "invalid field " + field);
            }
            String value = field.substring(equals + 1);
            switch (field.substring(0, equals)) {
                case "name" -> endpoint.put("name", value);
                case "alias" -> aliases.add(value);
                case "ip" -> addresses.put("IPv4Address", value);
                case "ip6" -> addresses.put("IPv6Address", value);
                case "mac-address" -> endpoint.put("MacAddress", value);
                case "driver-opt" -> options.putAll(KeyValues.map(List.of(value)));
                case "gw-priority" -> endpoint.put("GwPriority", Long.valueOf(value));
                default -> throw new Failure(125, "invalid field key " + field.substring(0, equals));
            }
        }
        endpoint.put("Aliases", aliases.isEmpty() ? null : aliases);
        endpoint.put("DriverOpts", options.isEmpty() ? null : options);
        endpoint.put("IPAMConfig", addresses.isEmpty() ? null : addresses);
        return endpoint;
    }

    private static void shared(Parsed flags, Map<String, @Nullable Object> endpoint, String name) {
        var aliases = new ArrayList<String>(flags.list("network-alias"));
        aliases.addAll(flags.list("net-alias"));
        if (!aliases.isEmpty()) {
            if (List.of("default", "bridge", "host", "none").contains(name) || name.startsWith("container:")) {
                throw new Failure("network-scoped aliases are only supported for user-defined networks");
            }
            endpoint.put("Aliases", aliases);
        }
        if (!flags.list("link").isEmpty() && !name.equals("default") && !name.equals("bridge")) {
            endpoint.put("Links", flags.list("link"));
        }
        if (flags.has("ip") || flags.has("ip6") || flags.has("link-local-ip")) {
            var addresses = new LinkedHashMap<String, @Nullable Object>();
            if (flags.has("ip")) {
                addresses.put("IPv4Address", flags.string("ip"));
            }
            if (flags.has("ip6")) {
                addresses.put("IPv6Address", flags.string("ip6"));
            }
            if (flags.has("link-local-ip")) {
                addresses.put("LinkLocalIPs", flags.list("link-local-ip"));
            }
            endpoint.put("IPAMConfig", addresses);
        }
        if (flags.has("mac-address")) {
            String mac = flags.string("mac-address").strip();
            if (!mac.matches("[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5,7}|([0-9a-fA-F]{4}[.]){2,3}[0-9a-fA-F]{4}")) {
                throw new Failure(mac + " is not a valid mac address");
            }
            endpoint.put("MacAddress", mac);
        }
    }
}
