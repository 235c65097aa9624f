package dev.sampan.engine.spec;

/** Ports from {@code first} to {@code last}, both included; 0-0 leaves the choice to the engine. */
public record PortRange(int first, int last) {

    public static final PortRange ANY = new PortRange(0, 0);

    public PortRange {
        if (first < 0 || last < first || last > 65535) {
            throw new IllegalArgumentException("invalid port specification: \"" + first + "-" + last + "\"");
        }
    }

    /** Reads {@code 8080}, {@code 8080-8090}, or nothing. */
    public static PortRange parse(String text) {
        if (text.isEmpty()) {
            return ANY;
        }
        int dash = text.indexOf('-');
        if (dash < 0) {
            int port = Integer.parseInt(text);
            return new PortRange(port, port);
        }
        return new PortRange(Integer.parseInt(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1)));
    }

    public boolean isAny() {
        return last == 0;
    }

    public boolean isOne() {
        return first == last && first != 0;
    }
}
