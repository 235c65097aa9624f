package dev.sampan.engine.logging;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.SystemFailure;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads option values as Docker does. */
public final class LogOptions {

    /** Options of every driver. A non-blocking log would drop lines when it cannot keep up; ours never does, so it is one anyway. */
    public static final Set<String> COMMON = Set.of("mode", "max-buffer-size");

    private static final Pattern SIZE =
            Pattern.compile("([0-9]+(?:\\.[0-9]+)?|\\.[0-9]+) ?([kKmMgGtTpP]?)([iI]?[bB])?");

    private LogOptions() {}

    static void checkCommon(Map<String, String> options) {
        var mode = options.getOrDefault("mode", "");
        if (!Set.of("", "blocking", "non-blocking").contains(mode)) {
            throw new InvalidRequest("logger: logging mode not supported: " + mode);
        }
        var size = options.get("max-buffer-size");
        if (size != null) {
            if (!mode.equals("non-blocking")) {
                throw new InvalidRequest("logger: max-buffer-size option is only supported with 'mode=non-blocking'");
            }
            if (size(size, 1024) < 0) {
                throw new InvalidRequest("error parsing option max-buffer-size: invalid size: '" + size + "'");
            }
        }
    }

    /**
     * Bytes of a text like {@code 10m}; negative when it is none.
     *
     * @param unit 1000 or 1024, what a k is worth
     */
    public static long size(String text, int unit) {
        var m = SIZE.matcher(text);
        if (!m.matches()) {
            return -1;
        }
        int power = m.group(2).isEmpty()
                ? 0
                : "KMGTP".indexOf(Character.toUpperCase(m.group(2).charAt(0))) + 1;
        var value = new BigDecimal(m.group(1)).multiply(BigDecimal.valueOf(unit).pow(power));
        return value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0 ? Long.MAX_VALUE : value.longValue();
    }

    /** For a value that a driver refuses when the container starts. */
    public static SystemFailure refused(String why) {
        return new SystemFailure("failed to create task for container: failed to initialize logging driver: " + why);
    }
}
