package dev.sampan.engine.container.check;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import java.util.Locale;

/** A container's port as Docker writes it: {@code 80/tcp}. */
public record PortSpec(int port, String protocol) {

    /** Reads {@code 80}, {@code 080/TCP}; throws InvalidRequest for a range, a name or a number out of range. */
    public static PortSpec parse(String text) {
        int slash = text.indexOf('/');
        String number = slash < 0 ? text : text.substring(0, slash);
        String protocol = slash < 0 ? "tcp" : text.substring(slash + 1).toLowerCase(Locale.ROOT);
        return new PortSpec(number(number, text), protocol.isEmpty() ? "tcp" : protocol);
    }

    private static int number(String digits, String whole) {
        int value = digits.isEmpty() || digits.length() > 9 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')
                ? -1
                : Integer.parseInt(digits);
        if (value < 0 || value > 65535) {
            throw new InvalidRequest("invalid port specification: \"" + whole + "\"");
        }
        return value;
    }

    /** Whether it is empty, a port of a host, or a range of them. */
    static void checkHostPort(String text) {
        if (text.isEmpty()) {
            return;
        }
        int dash = text.indexOf('-');
        int first = number(dash < 0 ? text : text.substring(0, dash), text);
        int last = dash < 0 ? first : number(text.substring(dash + 1), text);
        if (last < first) {
            throw new InvalidRequest("invalid port specification: \"" + text + "\"");
        }
    }

    public String text() {
        return port + "/" + protocol;
    }
}
