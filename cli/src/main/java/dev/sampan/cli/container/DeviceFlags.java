package dev.sampan.cli.container;

import dev.sampan.cli.Failure;
import dev.sampan.cli.flags.Parsed;
import dev.sampan.cli.flags.UsageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code --device}, {@code --gpus}, {@code --ulimit} and the rates of block devices. */
final class DeviceFlags {
    private DeviceFlags() {}

    static Map<String, @Nullable Object> mapping(String given) {
        String[] parts = given.split(":", -1);
        String inside = parts[0];
        String permissions = "rwm";
        switch (parts.length) {
            case 1 -> {}
            case 2 -> {
                if (isPermissions(parts[1])) {
                    permissions = parts[1];
                } else {
                    inside = parts[1];
                }
            }
            case 3 -> {
                inside = parts[1];
                permissions = parts[2];
            }
            default -> throw new Failure("bad format for path: " + given);
        }
        if (parts.length == 3 && !isPermissions(permissions)) {
            throw new Failure("bad mode specified: " + permissions);
        }
        if (!inside.startsWith("/")) {
            throw new Failure(
                    parts[0].startsWith("/")
                            ? inside + " is not an absolute path"
                            : parts[0] + " is not an absolute path");
        }
        var out = new LinkedHashMap<String, @Nullable Object>();
        out.put("PathOnHost", parts[0]);
        out.put("PathInContainer", inside);
        out.put("CgroupPermissions", permissions);
        return out;
    }

    private static boolean isPermissions(String text) {
        return text.matches("[rwm]{1,3}") && text.chars().distinct().count() == text.length();
    }

    static Map<String, @Nullable Object> ulimit(String given) {
        int equals = given.indexOf('=');
        if (equals < 0) {
            throw usage(given, "ulimit", "invalid ulimit argument: " + given);
        }
        String name = given.substring(0, equals);
        if (!List.of(
                        "core",
                        "cpu",
                        "data",
                        "fsize",
                        "locks",
                        "memlock",
                        "msgqueue",
                        "nice",
                        "nofile",
                        "nproc",
                        "rss",
                        "rtprio",
                        "rttime",
                        "sigpending",
                        "stack")
                .contains(name)) {
            throw usage(given, "ulimit", "invalid ulimit type: " + name);
        }
        String[] limits = given.substring(equals + 1).split(":", -1);
        if (limits.length > 2) {
            throw usage(
                    given,
                    "ulimit",
                    "too many limit value arguments - " + given.substring(equals + 1)
                            + ", can only have up to two, `soft[:hard]`");
        }
        var out = new LinkedHashMap<String, @Nullable Object>();
        try {
            long soft = Long.parseLong(limits[0]);
            long hard = limits.length > 1 ? Long.parseLong(limits[1]) : soft;
            if (hard != -1 && (soft > hard || soft == -1)) {
                throw usage(
                        given,
                        "ulimit",
                        "ulimit soft limit must be less than or equal to hard limit: " + soft + " > " + hard);
            }
            out.put("Name", name);
            out.put("Hard", hard);
            out.put("Soft", soft);
        } catch (NumberFormatException e) {
            String bad = limits[0].matches("-?[0-9]+") ? limits[limits.length - 1] : limits[0];
            throw usage(given, "ulimit", "strconv.ParseInt: parsing \"" + bad + "\": invalid syntax");
        }
        return out;
    }

    /** @param bytes whether a rate may have a unit */
    static List<Map<String, @Nullable Object>> rates(String flag, List<String> given, String member, boolean bytes) {
        var out = new ArrayList<Map<String, @Nullable Object>>();
        for (String value : given) {
            int colon = value.lastIndexOf(':');
            String path = colon < 0 ? value : value.substring(0, colon);
            if (colon < 0 || !path.startsWith("/dev/")) {
                throw usage(value, flag, (colon < 0 ? "bad format: " : "bad format for device path: ") + value);
            }
            var one = new LinkedHashMap<String, @Nullable Object>();
            one.put("Path", path);
            one.put(member, rate(flag, value, value.substring(colon + 1), member, bytes));
            out.add(one);
        }
        return out;
    }

    private static long rate(String flag, String value, String text, String member, boolean bytes) {
        boolean weight = member.equals("Weight");
        try {
            long rate = bytes ? Parsed.size(text) : Long.parseLong(text);
            if (rate >= 0 && (!weight || rate == 0 || rate >= 10 && rate <= 1000)) {
                return rate;
            }
        } catch (IllegalArgumentException e) {
            // Said below, in one way for all.
            text = "";
        }
        String form = ". The correct format is <device-path>:<number>"
                + (bytes
                        ? "[<unit>]. Number must be a positive integer. Unit is optional and can be kb, mb, or gb"
                        : ". Number must be a positive integer");
        throw usage(
                value,
                flag,
                weight ? "invalid weight for device: " + value : "invalid rate for device: " + value + form);
    }

    static List<Map<String, @Nullable Object>> gpus(String given) {
        var request = new LinkedHashMap<String, @Nullable Object>();
        request.put("Driver", "");
        request.put("Count", 0L);
        request.put("DeviceIDs", null);
        request.put("Capabilities", List.of(List.of("gpu")));
        request.put("Options", Map.of());
        for (String field : MountFlag.csv(given)) {
            int equals = field.indexOf('=');
            String key = equals < 0 ? "count" : field.substring(0, equals);
            String value = field.substring(equals + 1);
            switch (key) {
                case "count" -> request.put("Count", value.equals("all") ? -1L : Long.parseLong(value));
                case "driver" -> request.put("Driver", value);
                case "device" -> request.put("DeviceIDs", List.of(value.split(",")));
                case "capabilities" -> request.put("Capabilities", List.of(List.of(value.split(","))));
                default -> throw usage(given, "gpus", "unexpected key '" + key + "' in '" + field + "'");
            }
        }
        return List.of(request);
    }

    private static UsageException usage(String value, String flag, String what) {
        return new UsageException("invalid argument \"" + value + "\" for \"--" + flag + "\" flag: " + what);
    }
}
