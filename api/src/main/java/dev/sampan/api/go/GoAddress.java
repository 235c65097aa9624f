package dev.sampan.api.go;

/** The faults of an IP address as Go's net/netip tells them. */
final class GoAddress {
    private final String in;
    private String left;

    private GoAddress(String in) {
        this.in = in;
        this.left = in;
    }

    /** netip.ParseAddr. */
    static void check(String text) {
        new GoAddress(text).address();
    }

    /** netip.ParsePrefix. */
    static void checkPrefix(String text) {
        int slash = text.lastIndexOf('/');
        if (slash < 0) {
            throw prefix(text, "no '/'");
        }
        String address = text.substring(0, slash);
        String bits = text.substring(slash + 1);
        try {
            check(address);
        } catch (GoFault fault) {
            throw prefix(text, String.valueOf(fault.getMessage()));
        }
        if (address.contains("%")) {
            throw prefix(text, "IPv6 zones cannot be present in a prefix");
        }
        boolean number = bits.matches("[1-9][0-9]{0,8}|[0-9]");
        if (!number) {
            throw prefix(text, "bad bits after slash: " + GoText.quoted(bits));
        }
        if (Integer.parseInt(bits) > (address.contains(":") ? 128 : 32)) {
            throw prefix(text, "prefix length out of range");
        }
    }

    private static GoFault prefix(String text, String why) {
        return new GoFault("netip.ParsePrefix(" + GoText.quoted(text) + "): " + why);
    }

    private GoFault fault(String why, String where) {
        String at = where.isEmpty() ? "" : " (at " + GoText.quoted(where) + ")";
        return new GoFault("ParseAddr(" + GoText.quoted(in) + "): " + why + at);
    }

    private void address() {
        for (int i = 0; i < in.length(); i++) {
            switch (in.charAt(i)) {
                case '.' -> {
                    version4(in);
                    return;
                }
                case ':' -> {
                    version6();
                    return;
                }
                case '%' -> throw fault("missing IPv6 address", "");
                default -> {}
            }
        }
        throw fault("unable to parse IP", "");
    }

    private void version4(String text) {
        int value = 0;
        int dots = 0;
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                if (digits == 1 && value == 0) {
                    throw fault("IPv4 field has octet with leading zero", "");
                }
                value = value * 10 + c - '0';
                digits++;
                if (value > 255) {
                    throw fault("IPv4 field has value >255", "");
                }
            } else if (c == '.') {
                if (i == 0 || i == text.length() - 1 || text.charAt(i - 1) == '.') {
                    throw fault("IPv4 field must have at least one digit", text.substring(i));
                }
                if (dots == 3) {
                    throw fault("IPv4 address too long", "");
                }
                dots++;
                value = 0;
                digits = 0;
            } else {
                throw fault("unexpected character", text.substring(i));
            }
        }
        if (dots < 3) {
            throw fault("IPv4 address too short", "");
        }
    }

    private void version6() {
        int zone = in.indexOf('%');
        if (zone == in.length() - 1) {
            throw fault("zone must be a non-empty string", "");
        }
        left = zone < 0 ? in : in.substring(0, zone);
        boolean shortened = left.startsWith("::");
        if (shortened) {
            left = left.substring(2);
            if (left.isEmpty()) {
                return;
            }
        }
        int bytes = 0;
        while (bytes < 16) {
            int digits = group();
            if (digits < left.length() && left.charAt(digits) == '.') {
                embedded(shortened, bytes);
                bytes += 4;
                left = "";
                break;
            }
            bytes += 2;
            left = left.substring(digits);
            if (left.isEmpty()) {
                break;
            }
            if (left.charAt(0) != ':') {
                throw fault("unexpected character, want colon", left);
            }
            if (left.length() == 1) {
                throw fault("colon must be followed by more characters", left);
            }
            left = left.substring(1);
            if (left.charAt(0) == ':') {
                if (shortened) {
                    throw fault("multiple :: in address", left);
                }
                shortened = true;
                left = left.substring(1);
                if (left.isEmpty()) {
                    break;
                }
            }
        }
        end(bytes, shortened);
    }

    /** How many hex digits there are. */
    private int group() {
        int digits = 0;
        while (digits < left.length() && digits < 5 && isHex(left.charAt(digits))) {
            digits++;
        }
        if (digits > 4) {
            throw fault("each group must have 4 or less digits", left);
        }
        if (digits == 0) {
            throw fault("each colon-separated field must have at least one digit", left);
        }
        return digits;
    }

    private static boolean isHex(char c) {
        return c < 0x80 && Character.digit(c, 16) >= 0;
    }

    private void embedded(boolean shortened, int bytes) {
        if (!shortened && bytes != 12) {
            throw fault("embedded IPv4 address must replace the final 2 fields of the address", left);
        }
        if (bytes + 4 > 16) {
            throw fault("too many hex fields to fit an embedded IPv4 at the end of the address", left);
        }
        version4(left);
    }

    private void end(int bytes, boolean shortened) {
        if (!left.isEmpty()) {
            throw fault("trailing garbage after address", left);
        }
        if (bytes < 16 && !shortened) {
            throw fault("address string too short", "");
        }
        if (bytes == 16 && shortened) {
            throw fault("the :: must expand to at least one field of zeros", "");
        }
    }
}
