package dev.sampan.engine.logging.driver;

import dev.sampan.engine.logging.LogOptions;
import java.util.Map;
import java.util.Optional;

/**
 * How large a log may become.
 *
 * @param files the present one included
 * @param bytes of each
 */
record Limits(int files, long bytes, boolean compress) {

    private static final int DEFAULT_FILES = 5;
    private static final long DEFAULT_BYTES = 10_000_000;

    /** @param before put before what is wrong with max-size */
    static Limits of(Map<String, String> options, String before) {
        var size = Optional.ofNullable(options.get("max-size")).map(s -> size(s, before));
        // Who gives a size alone gets one file of it, as with Docker.
        int files = Optional.ofNullable(options.get("max-file"))
                .map(Limits::count)
                .orElse(size.isPresent() ? 1 : DEFAULT_FILES);
        boolean compress =
                Optional.ofNullable(options.get("compress")).map(Limits::bool).orElse(false);
        if (compress && files == 1) {
            throw LogOptions.refused("compress cannot be true when max-file is less than 2 or max-size is not set");
        }
        return new Limits(files, size.orElse(DEFAULT_BYTES), compress);
    }

    private static long size(String text, String before) {
        long size = LogOptions.size(text, 1000);
        if (size < 0) {
            throw LogOptions.refused(before + "invalid size: '" + text + "'");
        }
        if (size == 0) {
            throw LogOptions.refused("max-size must be a positive number");
        }
        return size;
    }

    private static int count(String text) {
        if (!text.matches("[+-]?[0-9]{1,9}")) {
            throw LogOptions.refused("strconv.Atoi: parsing \"" + text + "\": invalid syntax");
        }
        int count = Integer.parseInt(text);
        if (count < 1) {
            throw LogOptions.refused("max-file cannot be less than 1");
        }
        return count;
    }

    private static boolean bool(String text) {
        return switch (text) {
            case "1", "t", "T", "TRUE", "true", "True" -> true;
            case "0", "f", "F", "FALSE", "false", "False" -> false;
            default -> throw LogOptions.refused("strconv.ParseBool: parsing \"" + text + "\": invalid syntax");
        };
    }
}
