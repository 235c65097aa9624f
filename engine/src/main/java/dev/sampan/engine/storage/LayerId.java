package dev.sampan.engine.storage;

import java.util.regex.Pattern;

/**
 * Names a layer inside a storage driver: the hexadecimal chain id of a read-only one, a container's id for a writable one. It
 * becomes a directory's name, so it holds nothing but letters, digits, dots and dashes.
 */
public record LayerId(String value) {

    private static final Pattern SAFE = Pattern.compile("[a-z0-9][a-z0-9-]{0,127}");

    public LayerId {
        if (!isOne(value)) {
            throw new IllegalArgumentException("not a layer id: " + value);
        }
    }

    public static boolean isOne(String text) {
        return SAFE.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
