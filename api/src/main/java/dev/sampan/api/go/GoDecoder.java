package dev.sampan.api.go;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Go's decoder would make of a body: the end of its first value, or a fault. As in encoding/json's decode.go a syntax fault comes
 * first, then what a type's own parser refuses, then the first value that does not fit its type.
 */
public final class GoDecoder {
    private static final String NULL = "null";

    /** Its record is HostConfig, which has fields that this type lacks: in an update they are nothing. */
    private static final String UPDATE = "UpdateConfig";

    private final byte[] in;
    private int at;
    private final Deque<List<String>> path = new ArrayDeque<>();
    private String struct = "";
    private @Nullable String mismatch;

    private GoDecoder(byte[] in) {
        this.in = in;
    }

    /**
     * @param body in which null as an element becomes what it means, and fields that an update lacks get other names
     * @param request a type of {@code requests.go}; another is not looked into
     * @return where the value ends
     * @throws GoFault with Go's text, {@code EOF} when there are only blanks
     */
    public static int check(byte[] body, String request) {
        int end = GoSyntax.end(body);
        Optional<GoType> type = GoTypes.named(request);
        if (type.isPresent()) {
            var decoder = new GoDecoder(body);
            decoder.value(type.get());
            if (decoder.mismatch != null) {
                throw new GoFault(decoder.mismatch);
            }
        }
        return end;
    }

    private byte peek() {
        at = GoSyntax.blanks(in, at);
        return in[at];
    }

    private void value(GoType type) {
        switch (peek()) {
            case '{' -> object(type);
            case '[' -> array(type);
            case '"' -> string(type);
            case 'n' -> at += 4;
            case 't' -> bool(type, 4);
            case 'f' -> bool(type, 5);
            default -> number(type);
        }
    }

    /** One that is null stays at its type's zero value in Go: that is put in its place, where there is room for it. */
    private void element(GoType type, boolean mayBeNull) {
        if (peek() != 'n') {
            value(type);
            return;
        }
        String zero =
                switch (type) {
                    case GoType.Text _ -> "\"\"";
                    case GoType.Number _ -> "0";
                    case GoType.Struct _ -> mayBeNull ? NULL : "{}";
                    default -> NULL;
                };
        for (int i = 0; i < NULL.length(); i++) {
            in[at++] = (byte) (i < zero.length() ? zero.charAt(i) : ' ');
        }
    }

    private void object(GoType type) {
        switch (type) {
            case GoType.Struct of -> members(of);
            case GoType.Dictionary map -> {
                at++;
                while (peek() != '}') {
                    String key = key();
                    element(map.value(), map.name().contains("*"));
                    GoText.check(map.key(), key);
                    comma();
                }
                at++;
            }
            case GoType other -> mismatched("object", other);
        }
    }

    private void members(GoType.Struct of) {
        at++;
        String outer = struct;
        while (peek() != '}') {
            int name = at;
            GoType.Field field = of.fields().get(GoTypes.key(key()));
            if (field == null) {
                if (of.struct().equals(UPDATE)) {
                    hide(name);
                }
                skip();
            } else {
                path.addLast(field.path());
                struct = of.struct();
                value(field.type());
                struct = outer;
                path.removeLast();
            }
            comma();
        }
        at++;
    }

    private void hide(int name) {
        int value = at;
        at = name;
        skipString();
        Arrays.fill(in, name + 1, at - 1, (byte) '-');
        at = value;
    }

    private String key() {
        String key = text();
        peek();
        at++;
        peek();
        return key;
    }

    private void comma() {
        if (peek() == ',') {
            at++;
        }
    }

    private void array(GoType type) {
        if (!(type instanceof GoType.Slice slice)) {
            mismatched("array", type);
            return;
        }
        at++;
        while (peek() != ']') {
            element(slice.element(), false);
            comma();
        }
        at++;
    }

    private void string(GoType type) {
        if (type instanceof GoType.Text) {
            GoText.check(type, text());
        } else {
            mismatched("string", type);
        }
    }

    private void bool(GoType type, int length) {
        if (type instanceof GoType.Bool) {
            at += length;
        } else {
            mismatched("bool", type);
        }
    }

    private void number(GoType type) {
        int from = at;
        if (!(type instanceof GoType.Number number)) {
            mismatched("number", type);
            return;
        }
        skip();
        String digits = new String(in, from, at - from, StandardCharsets.US_ASCII);
        if (!GoText.fits(digits, number)) {
            at = from;
            mismatched("number " + digits, type);
        }
    }

    /** The first counts, and Go reads on. */
    private void mismatched(String value, GoType type) {
        if (mismatch == null) {
            var fields = new ArrayList<String>();
            path.forEach(fields::addAll);
            mismatch = "json: cannot unmarshal " + value + " into Go "
                    + (fields.isEmpty() ? "value" : "struct field " + struct + "." + String.join(".", fields))
                    + " of type " + type.name();
        }
        skip();
    }

    /** Past a value whose syntax is known to be right, without recursion. */
    private void skip() {
        int depth = 0;
        do {
            switch (peek()) {
                case '{', '[' -> {
                    depth++;
                    at++;
                }
                case '}', ']' -> {
                    depth--;
                    at++;
                }
                case ',', ':' -> at++;
                case '"' -> skipString();
                default -> {
                    while (at < in.length && ",:]} \t\r\n".indexOf(in[at]) < 0) {
                        at++;
                    }
                }
            }
        } while (depth > 0);
    }

    private void skipString() {
        at++;
        while (in[at] != '"') {
            at += in[at] == '\\' ? 2 : 1;
        }
        at++;
    }

    private String text() {
        int from = at + 1;
        skipString();
        String raw = new String(in, from, at - 1 - from, StandardCharsets.UTF_8);
        return raw.indexOf('\\') < 0 ? raw : GoText.unescaped(raw);
    }
}
