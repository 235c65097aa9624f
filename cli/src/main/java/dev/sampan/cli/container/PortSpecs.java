package dev.sampan.cli.container;

import dev.sampan.cli.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code -p [[address:][host port]:]port[/protocol]} and {@code --expose}, each with ranges. */
final class PortSpecs {
    private final Map<String, Object> exposed = new TreeMap<>();
    private final Map<String, List<Map<String, @Nullable Object>>> bindings = new TreeMap<>();

    private record Range(int first, int last) {
        int size() {
            return last - first + 1;
        }
    }

    Map<String, Object> exposed() {
        return exposed;
    }

    Map<String, List<Map<String, @Nullable Object>>> bindings() {
        return bindings;
    }

    void publish(String given) {
        if (given.contains("=")) {
            publishLong(given);
            return;
        }
        String spec = given;
        String address = "";
        String host = "";
        String container = spec;
        int colon = spec.lastIndexOf(':');
        if (colon >= 0) {
            container = spec.substring(colon + 1);
            host = spec.substring(0, colon);
            int before = host.lastIndexOf(':');
            if (before >= 0) {
                address = host.substring(0, before);
                host = host.substring(before + 1);
            }
        }
        if (address.startsWith("[") && address.endsWith("]")) {
            address = address.substring(1, address.length() - 1);
        }
        if (!address.isEmpty() && !isAddress(address)) {
            throw new Failure("invalid IP address: " + address);
        }
        if (container.isEmpty()) {
            throw new Failure("no port specified: " + given + "<empty>");
        }
        int slash = container.indexOf('/');
        String protocol = slash < 0 ? "tcp" : container.substring(slash + 1).toLowerCase(java.util.Locale.ROOT);
        String ports = slash < 0 ? container : container.substring(0, slash);
        Range inside = range(ports, "invalid containerPort: " + ports);
        add(address, host, inside, protocol, given);
    }

    private void add(String address, String host, Range inside, String protocol, String given) {
        Range outside = host.isEmpty() ? new Range(0, 0) : range(host, "invalid hostPort: " + host);
        if (!protocol.equals("tcp") && !protocol.equals("udp") && !protocol.equals("sctp")) {
            throw new Failure("invalid proto: " + protocol);
        }
        boolean choice = !host.isEmpty() && inside.size() == 1 && outside.size() > 1;
        if (!host.isEmpty() && !choice && inside.size() != outside.size()) {
            throw new Failure("invalid ranges specified for container and host Ports: "
                    + given.replaceAll(".*:", "").replaceAll("/.*", "") + " and " + host);
        }
        for (int i = 0; i < inside.size(); i++) {
            String port = inside.first() + i + "/" + protocol;
            exposed.put(port, Map.of());
            var binding = new LinkedHashMap<String, @Nullable Object>();
            binding.put("HostIp", address);
            binding.put("HostPort", host.isEmpty() ? "" : choice ? host : Integer.toString(outside.first() + i));
            bindings.computeIfAbsent(port, name -> new ArrayList<>()).add(binding);
        }
    }

    /** {@code target=80,published=8080,protocol=tcp,mode=ingress}. */
    private void publishLong(String given) {
        String target = "";
        String published = "";
        String protocol = "tcp";
        for (String field : given.split(",")) {
            int equals = field.indexOf('=');
            String key = equals < 0 ? field : field.substring(0, equals);
            String value = equals < 0 ? "" : field.substring(equals + 1);
            switch (key) {
                case "target" -> target = value;
                case "published" -> published = value;
                case "protocol" -> protocol = value;
                case "mode" -> {}
                default -> throw new Failure("invalid field key " + key);
            }
        }
        Range inside = range(target, "invalid target port (" + target + "): value must be an integer");
        add("", published, inside, protocol, given);
    }

    void expose(String given) {
        if (given.contains(":")) {
            throw new Failure("invalid port format for --expose: " + given);
        }
        int slash = given.indexOf('/');
        String protocol = slash < 0 ? "tcp" : given.substring(slash + 1);
        String ports = slash < 0 ? given : given.substring(0, slash);
        Range range = range(
                ports,
                "invalid range format for --expose: " + given + ", error: strconv.ParseUint: parsing \"" + ports
                        + "\": invalid syntax");
        for (int port = range.first(); port <= range.last(); port++) {
            exposed.putIfAbsent(port + "/" + protocol, Map.of());
        }
    }

    private static Range range(String text, String fault) {
        if (!text.matches("[0-9]{1,5}(-[0-9]{1,5})?")) {
            throw new Failure(fault);
        }
        int dash = text.indexOf('-');
        int first = Integer.parseInt(dash < 0 ? text : text.substring(0, dash));
        int last = Integer.parseInt(dash < 0 ? text : text.substring(dash + 1));
        if (last < first || last > 65535) {
            throw new Failure(fault);
        }
        return new Range(first, last);
    }

    private static boolean isAddress(String text) {
        return text.matches("(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])([.](25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])){3}")
                || text.contains(":")
                        && text.matches("[0-9a-fA-F:.]+(%.*)?")
                        && text.chars().filter(c -> c == ':').count() > 1;
    }
}
