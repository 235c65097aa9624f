package dev.sampan.api.go;

import java.util.BitSet;

/** Where the first JSON value of a body ends, or what is wrong with its syntax: encoding/json's scanner.go. */
final class GoSyntax {
    private static final int DEEPEST = 10_000;

    private enum Due {
        VALUE,
        VALUE_OR_END,
        KEY,
        KEY_OR_END,
        COLON,
        COMMA_OR_END
    }

    private final byte[] in;
    private int at;

    /** Bit by depth: whether it is an object. */
    private final BitSet objects = new BitSet();

    private int depth;

    private GoSyntax(byte[] in) {
        this.in = in;
    }

    /** @throws GoFault with Go's text; {@code EOF} when there are only blanks */
    static int end(byte[] in) {
        return new GoSyntax(in).value();
    }

    private int value() {
        var due = Due.VALUE;
        at = blanks(in, 0);
        if (at == in.length) {
            throw new GoFault("EOF");
        }
        while (due != Due.COMMA_OR_END || depth > 0) {
            at = blanks(in, at);
            int c = next();
            due = switch (due) {
                case VALUE -> begin(c);
                case VALUE_OR_END -> c == ']' ? close() : begin(c);
                case KEY_OR_END -> c == '}' ? close() : key(c);
                case KEY -> key(c);
                case COLON -> colon(c);
                case COMMA_OR_END -> after(c);
            };
        }
        return at;
    }

    static int blanks(byte[] in, int from) {
        int i = from;
        while (i < in.length && (in[i] == ' ' || in[i] == '\t' || in[i] == '\r' || in[i] == '\n')) {
            i++;
        }
        return i;
    }

    private int next() {
        if (at == in.length) {
            throw new GoFault("unexpected EOF");
        }
        return in[at++] & 0xff;
    }

    private Due begin(int c) {
        switch (c) {
            case '{', '[' -> {
                objects.set(depth++, c == '{');
                if (depth > DEEPEST) {
                    throw invalid(c, "exceeded max depth");
                }
                return c == '{' ? Due.KEY_OR_END : Due.VALUE_OR_END;
            }
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(c);
            default -> throw invalid(c, "looking for beginning of value");
        }
        return Due.COMMA_OR_END;
    }

    private Due close() {
        depth--;
        return Due.COMMA_OR_END;
    }

    private Due key(int c) {
        if (c != '"') {
            throw invalid(c, "looking for beginning of object key string");
        }
        string();
        return Due.COLON;
    }

    private Due colon(int c) {
        if (c != ':') {
            throw invalid(c, "after object key");
        }
        return Due.VALUE;
    }

    private Due after(int c) {
        boolean object = objects.get(depth - 1);
        if (c == ',') {
            return object ? Due.KEY : Due.VALUE;
        }
        if (c == (object ? '}' : ']')) {
            return close();
        }
        throw invalid(c, object ? "after object key:value pair" : "after array element");
    }

    private void string() {
        for (int c = next(); c != '"'; c = next()) {
            if (c < ' ') {
                throw invalid(c, "in string literal");
            }
            if (c == '\\') {
                escape();
            }
        }
    }

    private void escape() {
        int c = next();
        if (c == 'u') {
            for (int i = 0; i < 4; i++) {
                int digit = next();
                if (Character.digit(digit, 16) < 0) {
                    throw invalid(digit, "in \\u hexadecimal character escape");
                }
            }
        } else if ("bfnrt\\/\"".indexOf(c) < 0) {
            throw invalid(c, "in string escape code");
        }
    }

    private void literal(String word) {
        for (int i = 1; i < word.length(); i++) {
            int c = next();
            if (c != word.charAt(i)) {
                throw invalid(c, "in literal " + word + " (expecting " + GoText.quoted((byte) word.charAt(i)) + ")");
            }
        }
    }

    private void number(int first) {
        int c = first == '-' ? digit("in numeric literal") : first;
        if (c != '0') {
            digits();
        }
        if (at < in.length && in[at] == '.') {
            at++;
            digit("after decimal point in numeric literal");
            digits();
        }
        if (at < in.length && (in[at] == 'e' || in[at] == 'E')) {
            at++;
            if (at < in.length && (in[at] == '+' || in[at] == '-')) {
                at++;
            }
            digit("in exponent of numeric literal");
            digits();
        }
    }

    private int digit(String where) {
        int c = next();
        if (c < '0' || c > '9') {
            throw invalid(c, where);
        }
        return c;
    }

    private void digits() {
        while (at < in.length && in[at] >= '0' && in[at] <= '9') {
            at++;
        }
    }

    private static GoFault invalid(int c, String where) {
        return new GoFault("invalid character " + GoText.quoted((byte) c) + " " + where);
    }
}
