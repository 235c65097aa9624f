package dev.sampan.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Locale;

/** The request line's second word, taken apart as Go's {@code url.ParseRequestURI} does. */
record RequestTarget(String path, String query) {
    private static final String UNESCAPED_IN_PATH = "-_.~$&+,/:;=@";

    static RequestTarget parse(String method, String raw) throws BadRequest {
        if (raw.isEmpty() || raw.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
            throw BadRequest.malformed();
        }
        if (method.equals("CONNECT") && !raw.startsWith("/")) {
            return new RequestTarget("", "");
        }
        if (raw.equals("*")) {
            return new RequestTarget("*", "");
        }
        String local = raw.startsWith("/") ? raw : withoutAuthority(raw);
        int mark = local.indexOf('?');
        String path = mark < 0 ? local : local.substring(0, mark);
        return new RequestTarget(unescapePath(path), mark < 0 ? "" : local.substring(mark + 1));
    }

    private static String withoutAuthority(String absolute) throws BadRequest {
        int colon = absolute.indexOf(':');
        String scheme = colon < 1 ? "" : absolute.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!scheme.matches("[a-z][a-z0-9+.-]*") || !absolute.startsWith("/", colon + 1)) {
            throw BadRequest.malformed();
        }
        if (!absolute.startsWith("//", colon + 1)) {
            return absolute.substring(colon + 1);
        }
        int slash = absolute.indexOf('/', colon + 3);
        return slash < 0 ? "" : absolute.substring(slash);
    }

    /** The text came as Latin-1, byte by byte; after unescaping, the bytes are UTF-8. */
    private static String unescapePath(String path) throws BadRequest {
        var bytes = new ByteArrayOutputStream(path.length());
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) != '%') {
                bytes.write(path.charAt(i));
                continue;
            }
            int code = hex(path, i + 1);
            if (code < 0) {
                throw BadRequest.malformed();
            }
            bytes.write(code);
            i += 2;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** The value of the two hexadecimal digits at {@code at}, or -1. */
    static int hex(String text, int at) {
        if (at + 2 > text.length()) {
            return -1;
        }
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        return high < 0 || low < 0 || text.charAt(at) > 'f' || text.charAt(at + 1) > 'f' ? -1 : high << 4 | low;
    }

    /** Without double slashes and dots (Go's {@code path.Clean}); a slash at the end stays. */
    String cleanPath() {
        var kept = new ArrayDeque<String>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                kept.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                kept.addLast(part);
            }
        }
        String clean = "/" + String.join("/", kept);
        return path.endsWith("/") && !kept.isEmpty() ? clean + "/" : clean;
    }

    /** {@code path} for a Location header, with this target's query. */
    String location(String path) {
        var escaped = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || UNESCAPED_IN_PATH.indexOf(c) >= 0);
            escaped.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return query.isEmpty()
                ? escaped.toString()
                : escaped.append('?').append(query).toString();
    }
}
