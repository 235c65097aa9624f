package dev.sampan.engine.container;

import dev.sampan.engine.error.EngineException.SystemFailure;
import java.util.HashSet;
import java.util.Set;

/** The values of the list filters publish and expose: {@code 80}, {@code 80/udp}, {@code 80-90/tcp}. */
final class PortFilter {

    private PortFilter() {}

    /** Each as {@code 80/tcp}. */
    static Set<String> ports(String filter, String value) {
        int slash = value.indexOf('/');
        String range = slash < 0 ? value : value.substring(0, slash);
        String protocol = slash < 0 ? "tcp" : value.substring(slash + 1);
        int dash = range.indexOf('-');
        int first = number(filter, value, "start", dash < 0 ? range : range.substring(0, dash));
        int last = dash < 0 ? first : number(filter, value, "end", range.substring(dash + 1));
        if (last < first) {
            throw new SystemFailure(
                    "error while looking up for " + filter + " " + value + ": invalid port range: " + range);
        }
        var ports = new HashSet<String>();
        for (int port = first; port <= last; port++) {
            ports.add(port + "/" + protocol);
        }
        return ports;
    }

    private static int number(String filter, String value, String which, String digits) {
        try {
            int number = Integer.parseInt(digits);
            if (number >= 0 && number <= 65535) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new SystemFailure("error while looking up for " + filter + " " + value + ": invalid " + which + " port '"
                + digits + "': invalid syntax");
    }
}
