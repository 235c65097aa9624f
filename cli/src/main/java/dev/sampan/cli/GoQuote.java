package dev.sampan.cli;

/** Text in double quotes as Go's {@code strconv.Quote} and {@code %q} write it. */
public final class GoQuote {
    private static final String NAMED = "\u0007\b\f\n\r\t\u000b";

    private GoQuote() {}

    public static String of(String text) {
        var out = new StringBuilder("\"");
        text.codePoints().forEach(c -> append(c, out));
        return out.append('"').toString();
    }

    private static void append(int c, StringBuilder out) {
        if (c == '"' || c == '\\') {
            out.append('\\').append((char) c);
        } else if (c == ' ' || prints(c)) {
            out.appendCodePoint(c);
        } else if (NAMED.indexOf(c) >= 0) {
            out.append('\\').append("abfnrtv".charAt(NAMED.indexOf(c)));
        } else {
            String form = c < ' ' || c == 0x7f ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
            out.append(form.formatted(c));
        }
    }

    /** Go's unicode.IsPrint: letters, marks, numbers, punctuation and symbols. */
    private static boolean prints(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
