package dev.sampan.linux.syscall;

import java.nio.charset.StandardCharsets;

/** Text shown the way strace(1) shows it: in quotes, control characters escaped, cut when long. */
public record Quoted(Object value) {
    private static final int LIMIT = 120;

    @Override
    public String toString() {
        var text = value instanceof byte[] bytes
                ? new String(bytes, 0, Math.min(bytes.length, LIMIT + 1), StandardCharsets.ISO_8859_1)
                : value.toString();
        var out = new StringBuilder("\"");
        for (int i = 0; i < Math.min(text.length(), LIMIT); i++) append(out, text.charAt(i));
        return out.append(text.length() > LIMIT ? "\"..." : "\"").toString();
    }

    private static void append(StringBuilder out, char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\t' -> out.append("\\t");
            case '\r' -> out.append("\\r");
            default -> {
                if (c < 32 || c == 127) out.append("\\").append(Integer.toOctalString(c));
                else out.append(c);
            }
        }
    }
}
