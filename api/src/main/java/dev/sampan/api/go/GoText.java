package dev.sampan.api.go;

import java.math.BigInteger;
import java.util.regex.Pattern;

/** What Go's texts say: quoted characters and strings, numbers that fit, and the types that parse a text of their own. */
final class GoText {
    /** Of 6, 8 or 20 bytes, as net.ParseMAC takes them. */
    private static final Pattern MAC =
            Pattern.compile("X([:-])(X\\1){4}((X\\1){2}|(X\\1){14})?X|XX(\\.XX){2}((\\.XX)|(\\.XX){7})?|X{6}(XX|X{14})?"
                    .replace("X", "[0-9a-fA-F]{2}"));

    private GoText() {}

    /** A byte as Go's scanner names it. */
    static String quoted(byte character) {
        char c = (char) (character & 0xff);
        return switch (c) {
            case '\'' -> "'\\''";
            case '"' -> "'\"'";
            default -> "'" + escaped(c, '"') + "'";
        };
    }

    /** strconv.Quote. */
    static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            quoted.append(escaped(text.charAt(i), '"'));
        }
        return quoted.append('"').toString();
    }

    private static String escaped(char c, char quote) {
        if (c == quote || c == '\\') {
            return "\\" + c;
        }
        int known = "\007\b\f\n\r\t\013".indexOf(c);
        if (known >= 0) {
            return "\\" + "abfnrtv".charAt(known);
        }
        if (c < ' ' || c == 0x7f) {
            return "\\x%02x".formatted((int) c);
        }
        boolean hidden = c < 0xa1 && c > 0x7e || c == 0xad;
        return hidden ? "\\u%04x".formatted((int) c) : String.valueOf(c);
    }

    static boolean fits(String digits, GoType.Number type) {
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9' || c == '-') || digits.length() > 20) {
            return false;
        }
        var value = new BigInteger(digits);
        return type.signed()
                ? value.bitLength() < type.bits()
                : !digits.startsWith("-") && value.bitLength() <= type.bits();
    }

    /** @throws GoFault when the type's own parser refuses the text */
    static void check(GoType type, String text) {
        if (!(type instanceof GoType.Text of)) {
            return;
        }
        switch (of.text()) {
            case "netip.Addr" -> {
                if (!text.isEmpty()) {
                    GoAddress.check(text);
                }
            }
            case "netip.Prefix" -> {
                if (!text.isEmpty()) {
                    GoAddress.checkPrefix(text);
                }
            }
            case "network.Port" -> port(text);
            case "network.HardwareAddr" -> {
                if (!text.isEmpty() && !MAC.matcher(text).matches()) {
                    throw new GoFault("address " + text + ": invalid MAC address");
                }
            }
            default -> {}
        }
    }

    /** {@code 80} or {@code 80/tcp}. */
    private static void port(String text) {
        if (text.isEmpty()) {
            throw new GoFault("invalid port: value is empty");
        }
        int slash = text.indexOf('/');
        String number = slash < 0 ? text : text.substring(0, slash);
        String why = "";
        if (number.isEmpty()) {
            why = "value is empty";
        } else if (!number.chars().allMatch(c -> c >= '0' && c <= '9')) {
            why = "invalid syntax";
        } else if (new BigInteger(number.length() > 99 ? "99999" : number).bitLength() > 16) {
            why = "value out of range";
        }
        if (!why.isEmpty()) {
            throw new GoFault("invalid port '" + number + "': " + why);
        }
    }

    static String unescaped(String raw) {
        var text = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char code = raw.charAt(++i);
            if (code == 'u') {
                text.append((char) Integer.parseInt(raw.substring(i + 1, i + 5), 16));
                i += 4;
            } else {
                int known = "bfnrt".indexOf(code);
                text.append(known < 0 ? code : "\b\f\n\r\t".charAt(known));
            }
        }
        return text.toString();
    }
}
