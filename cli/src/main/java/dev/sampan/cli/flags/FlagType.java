package dev.sampan.cli.flags;

import dev.sampan.cli.GoQuote;
import java.math.BigDecimal;

/** How the values of typed flags are read, with the complaints of Go's strconv and docker's units package. */
final class FlagType {
    private static final String DOMAIN =
            "[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?([.][a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?)*[.]?\\s*";

    private FlagType() {}

    /** What is wrong with a value, "" for nothing. Types that only the daemon can judge are not looked at. */
    static String fault(Flag flag, String value) {
        try {
            switch (flag.type()) {
                case "" -> parseBool(value);
                case "int" -> parseInt(value);
                case "bytes" -> {
                    // Only swap knows a -1, for no limit.
                    if (value.equals("-1") && !flag.name().equals("memory-swap")) {
                        return "invalid size: '-1'";
                    }
                    parseBytes(value);
                }
                case "decimal" -> parseNano(value);
                default -> {
                    return named(flag.name(), value);
                }
            }
            return "";
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Lists whose elements the client itself checks. */
    private static String named(String name, String value) {
        return switch (name) {
            case "env" -> value.isEmpty() || value.startsWith("=") ? "invalid environment variable: " + value : "";
            case "label" -> value.isEmpty() || value.startsWith("=") ? "invalid label '" + value + "': empty name" : "";
            case "attach" ->
                value.matches("(?i)stdin|stdout|stderr") ? "" : "valid streams are STDIN, STDOUT and STDERR";
            case "add-host" -> addHost(value);
            case "dns-search" ->
                value.strip().equals(".") || value.matches(DOMAIN) ? "" : value + " is not a valid domain";
            case "dns" ->
                value.matches("[0-9]{1,3}([.][0-9]{1,3}){3}|[0-9a-fA-F:.%a-z]*:[0-9a-fA-F:.%a-z]*")
                        ? ""
                        : "IP address is not correctly formatted: " + value;
            case "device-cgroup-rule" ->
                value.matches("[acb] ([0-9]+|[*]):([0-9]+|[*]) [rwm]{1,3}")
                        ? ""
                        : "invalid device cgroup format '" + value + "'";
            case "sysctl" -> sysctl(value);
            case "blkio-weight" ->
                value.matches("[0-9]{1,5}")
                        ? ""
                        : "strconv.ParseUint: parsing " + GoQuote.of(value) + ": invalid syntax";
            case "link" ->
                value.isEmpty()
                        ? "empty string specified for links"
                        : value.split(":", -1).length > 2 ? "bad format for links: " + value : "";
            default -> "";
        };
    }

    private static String addHost(String value) {
        if (!value.matches("[^:=]+[:=].+")) {
            return "bad format for add-host: " + GoQuote.of(value);
        }
        String address = value.replaceFirst("^[^:=]+[:=]", "").replaceFirst("^\\[(.*)]$", "$1");
        boolean v4 = address.matches("(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])([.](25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])){3}");
        boolean known = v4 || address.equals("host-gateway") || address.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
        return known ? "" : "invalid IP address in add-host: " + GoQuote.of(address);
    }

    private static String sysctl(String value) {
        boolean known = value.matches(
                "(kernel[.](msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced|domainname)|net[.].*|fs[.]mqueue[.].*)=.*");
        return known ? "" : "sysctl '" + value + "' is not allowed";
    }

    static boolean parseBool(String value) {
        return switch (value) {
            case "1", "t", "T", "TRUE", "true", "True" -> true;
            case "0", "f", "F", "FALSE", "false", "False" -> false;
            default -> throw syntax("ParseBool", value);
        };
    }

    static long parseInt(String value) {
        try {
            return value.startsWith("0x") ? Long.parseLong(value.substring(2), 16) : Long.parseLong(value);
        } catch (NumberFormatException e) {
            if (value.matches("[+-]?[0-9]{19,}")) {
                throw new IllegalArgumentException(
                        "strconv.ParseInt: parsing " + GoQuote.of(value) + ": value out of range", e);
            }
            throw syntax("ParseInt", value);
        }
    }

    /** docker/go-units RAMInBytes: a number, perhaps with a fraction, and a binary unit. */
    static long parseBytes(String value) {
        int end = value.length();
        while (end > 0 && !Character.isDigit(value.charAt(end - 1))) {
            end--;
        }
        String number = value.substring(0, end);
        String unit = value.substring(end).stripLeading().toLowerCase(java.util.Locale.ROOT);
        if (unit.endsWith("ib") && unit.length() == 3) {
            unit = unit.substring(0, 1);
        } else if (unit.endsWith("b") && unit.length() == 2) {
            unit = unit.substring(0, 1);
        }
        int shift = unit.equals("b") || unit.isEmpty() ? 0 : unit.length() == 1 ? "kmgtp".indexOf(unit) * 10 + 10 : -1;
        if (unit.length() == 1 && !unit.equals("b") && shift == 0) {
            shift = -1;
        }
        if (value.equals("-1")) {
            return -1;
        }
        if (number.isEmpty() || shift < 0 || !number.matches("[0-9]+([.][0-9]+)?")) {
            throw new IllegalArgumentException(
                    number.isEmpty() || !number.matches("[0-9.]+")
                            ? "invalid size: '" + value + "'"
                            : "invalid suffix: '" + value.substring(end).strip() + "'");
        }
        return new BigDecimal(number).multiply(BigDecimal.valueOf(1L << shift)).longValue();
    }

    /** A decimal number of CPUs in units of 10^-9. */
    static long parseNano(String value) {
        try {
            BigDecimal nano = new BigDecimal(value).movePointRight(9);
            if (nano.stripTrailingZeros().scale() > 0) {
                throw new IllegalArgumentException("value is too precise");
            }
            return nano.longValueExact();
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException("failed to parse " + value + " as a rational number", e);
        }
    }

    private static IllegalArgumentException syntax(String function, String value) {
        return new IllegalArgumentException(
                "strconv." + function + ": parsing " + GoQuote.of(value) + ": invalid syntax");
    }
}
