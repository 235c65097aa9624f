package dev.sampan.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of a query or a form. */
public final class Parameters {
    private final Map<String, List<String>> values = new LinkedHashMap<>();

    /** The text is no list of parameters. */
    public static final class Malformed extends Exception {
        @java.io.Serial
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message);
        }
    }

    /** {@code a=1&b=%20}, as it stood in the request line or the body; what is parsed first is found first. */
    public Parameters and(String encoded) throws Malformed {
        for (String pair : encoded.split("&", -1)) {
            if (pair.contains(";")) {
                throw new Malformed("invalid semicolon separator in query");
            }
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String key = unescape(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : unescape(pair.substring(equals + 1));
                values.computeIfAbsent(key, k -> new ArrayList<>(1)).add(value);
            }
        }
        return this;
    }

    /** The first value, "" if there is none. */
    public String get(String name) {
        return values.getOrDefault(name, List.of("")).getFirst();
    }

    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** Docker's idea of a boolean: all but "", 0, no, false, none is true. */
    public boolean flag(String name) {
        return switch (get(name).strip().toLowerCase(java.util.Locale.ROOT)) {
            case "", "0", "no", "false", "none" -> false;
            default -> true;
        };
    }

    private static String unescape(String text) throws Malformed {
        var bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%') {
                bytes.write(c == '+' ? ' ' : c);
                continue;
            }
            int code = RequestTarget.hex(text, i + 1);
            if (code < 0) {
                throw new Malformed("invalid URL escape \"" + text.substring(i, Math.min(text.length(), i + 3)) + "\"");
            }
            bytes.write(code);
            i += 2;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
